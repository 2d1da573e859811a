/** SHA-256, handed in: WebCrypto only has an asynchronous one, and a proof of twenty hashes should not need twenty turns. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** RFC 6962 section 2.1: SHA-256(0x00 ‖ leaf). */
export function leafHash(leaf: Uint8Array, sha256: Sha256): Uint8Array {
  return sha256(joined(0, leaf));
}

/** RFC 6962 section 2.1: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array, sha256: Sha256): Uint8Array {
  return sha256(joined(1, left, right));
}

/** The root over leaf hashes in order; of no leaves, the hash of nothing. */
export function merkleRoot(leafHashes: readonly Uint8Array[], sha256: Sha256): Uint8Array {
  if (leafHashes.length === 0) return sha256(new Uint8Array());
  if (leafHashes.length === 1) return leafHashes[0]!;
  const split = largestPowerBelow(leafHashes.length);
  const left = merkleRoot(leafHashes.slice(0, split), sha256);
  return nodeHash(left, merkleRoot(leafHashes.slice(split), sha256), sha256);
}

export interface InclusionClaim {
  index: number;
  size: number;
  leafHash: Uint8Array;
  proof: readonly Uint8Array[];
  root: Uint8Array;
}

/** Whether a leaf stands at `index` of the tree with this root (RFC 9162 section 2.1.3.2). All of it may be forged. */
export function verifyInclusion(claim: InclusionClaim, sha256: Sha256): boolean {
  const { index, size, proof } = claim;
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  if (![claim.leafHash, claim.root, ...proof].every(isHash)) return false;
  let node = index;
  let last = size - 1;
  let hash = claim.leafHash;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      hash = nodeHash(sibling, hash, sha256);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      hash = nodeHash(hash, sibling, sha256);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && isSame(hash, claim.root);
}

export interface ConsistencyClaim {
  fromSize: number;
  toSize: number;
  fromRoot: Uint8Array;
  toRoot: Uint8Array;
  proof: readonly Uint8Array[];
}

/**
 * Whether the larger tree only appended to the smaller one (RFC 9162 section 2.1.4.2). All of it may be forged.
 *
 * A tree of size 0 proves nothing and is refused; the witness protocol, where it is the first word, decides for itself.
 */
export function verifyConsistency(claim: ConsistencyClaim, sha256: Sha256): boolean {
  const { fromSize, toSize, fromRoot, toRoot } = claim;
  if (!isCount(fromSize) || !isCount(toSize) || fromSize === 0 || fromSize > toSize) return false;
  if (![fromRoot, toRoot, ...claim.proof].every(isHash)) return false;
  if (fromSize === toSize) return claim.proof.length === 0 && isSame(fromRoot, toRoot);
  // When the smaller tree is a perfect one its root starts the path and is not repeated in the proof.
  const path = isPowerOfTwo(fromSize) ? [fromRoot, ...claim.proof] : claim.proof;
  let node = fromSize - 1;
  let last = toSize - 1;
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  const [start, ...siblings] = path;
  if (start === undefined) return false;
  let from = start;
  let to = start;
  for (const sibling of siblings) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      from = nodeHash(sibling, from, sha256);
      to = nodeHash(sibling, to, sha256);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      to = nodeHash(to, sibling, sha256);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && isSame(from, fromRoot) && isSame(to, toRoot);
}

function joined(prefix: number, ...parts: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 1));
  bytes[0] = prefix;
  let at = 1;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Sizes reach beyond 32 bits, where JavaScript's shifts wrap round: halve by arithmetic. */
function half(number: number): number {
  return Math.floor(number / 2);
}

function isOdd(number: number): boolean {
  return number % 2 === 1;
}

function isPowerOfTwo(number: number): boolean {
  return number > 0 && largestPowerBelow(number + 1) === number;
}

function largestPowerBelow(number: number): number {
  let power = 1;
  while (power * 2 < number) power *= 2;
  return power;
}

function isCount(number: number): boolean {
  return Number.isSafeInteger(number) && number >= 0;
}

/** Naive code accepts an empty root for an empty leaf; a hash is 32 bytes or the proof is refused. */
function isHash(hash: Uint8Array): boolean {
  return hash.length === 32;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.every((byte, at) => byte === b[at]);
}
