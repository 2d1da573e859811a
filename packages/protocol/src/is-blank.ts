/** Drawn as nothing although Unicode files them under letters and symbols. */
const drawnAsNothing = /[\p{Default_Ignorable_Code_Point}\u2800\u{1d159}]/gu;

/** Missing, or nothing that anybody could read: white space, controls, format and unassigned characters. */
export function isBlank(text: string | undefined): boolean {
  return text === undefined || !/[\p{L}\p{N}\p{P}\p{S}]/u.test(text.replace(drawnAsNothing, ''));
}
