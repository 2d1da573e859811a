/** No address, account name or id of a person is longer (RFC 5321 allows 320; the rest is room). */
export const longestName = 512;

/**
 * A name with everything taken off that might only look like a difference: letter case, compatibility forms, spaces and
 * characters nobody sees, a `mailto:` or `acct:` before it and a `+tag` in the local part.
 *
 * When in doubt two people are one, since this only excludes. Agents control the text and its length: the work is linear,
 * and what is longer than any name stays as it is, to mean nobody.
 */
export function foldedName(text: string): string {
  if (text.length > longestName) return text;
  const plain = withoutHidden(withoutHidden(text).normalize('NFKC').toLowerCase()).normalize('NFC');
  return withoutTag(plain.replace(/^(?:[a-z][a-z0-9.-]*:)+/, ''));
}

function withoutHidden(text: string): string {
  return text.replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\s]/gu, '');
}

function withoutTag(name: string): string {
  const [plus, at] = [name.indexOf('+'), name.lastIndexOf('@')];
  return plus > 0 && plus < at ? name.slice(0, plus) + name.slice(at) : name;
}
