/** One thing an author has to know about a document: where it stands, which rule it concerns, what is so. */
export interface PolicyProblem {
  /** Place in the YAML text, from 1; absent when the finding is about the document as a whole. */
  line?: number;
  column?: number;
  /** Id of the rule, requirement, risk clause or test it is about. */
  rule?: string;
  code: string;
  /** A sentence for the author. */
  detail: string;
}
