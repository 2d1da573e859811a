import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { leafHash, merkleRoot, nodeHash, verifyConsistency, verifyInclusion } from './merkle.ts';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const vector = <T>(name: string) =>
  JSON.parse(readFileSync(new URL(`../vectors/rfc6962/${name}.json`, import.meta.url), 'utf8')) as T;
const raw = (base64: string | null) => new Uint8Array(Buffer.from(base64 ?? '', 'base64'));
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

interface Inclusion {
  file: string;
  leafIdx: number;
  treeSize: number;
  root: string;
  leafHash: string;
  proof: string[] | null;
  wantErr: boolean;
}

interface Consistency {
  file: string;
  size1: number;
  size2: number;
  root1: string;
  root2: string;
  proof: string[] | null;
  wantErr: boolean;
}

interface Roots {
  leafInputsHex: string[];
  rootHashesHexBySize: string[];
  nodeHashesHexByLevel: string[][];
}

describe('the tree is that of RFC 6962', () => {
  test('published roots of sizes 0 to 8, leaf and node hashes', () => {
    const { leafInputsHex, rootHashesHexBySize, nodeHashesHexByLevel } = vector<Roots>('roots');
    const leaves = leafInputsHex.map((input) => leafHash(new Uint8Array(Buffer.from(input, 'hex')), sha256));
    expect(rootHashesHexBySize.map((_, size) => hex(merkleRoot(leaves.slice(0, size), sha256)))).toEqual(
      rootHashesHexBySize,
    );
    expect(leaves.map(hex)).toEqual(nodeHashesHexByLevel[0]);
    expect(hex(nodeHash(leaves[0]!, leaves[1]!, sha256))).toBe(nodeHashesHexByLevel[1]?.[0]);
  });

  test.each(vector<Inclusion[]>('inclusion'))('inclusion: $file', (sample) => {
    const claim = {
      index: sample.leafIdx,
      size: sample.treeSize,
      leafHash: raw(sample.leafHash),
      proof: (sample.proof ?? []).map(raw),
      root: raw(sample.root),
    };
    expect(verifyInclusion(claim, sha256)).toBe(!sample.wantErr);
  });

  test.each(vector<Consistency[]>('consistency'))('consistency: $file', (sample) => {
    const claim = {
      fromSize: sample.size1,
      toSize: sample.size2,
      fromRoot: raw(sample.root1),
      toRoot: raw(sample.root2),
      proof: (sample.proof ?? []).map(raw),
    };
    expect(verifyConsistency(claim, sha256)).toBe(!sample.wantErr);
  });

  test('every leaf of every tree up to 33 is proven, and only in its place', () => {
    for (let size = 1; size <= 33; size++) {
      const leaves = Array.from({ length: size }, (_, index) => leafHash(Uint8Array.of(index), sha256));
      const root = merkleRoot(leaves, sha256);
      for (let index = 0; index < size; index++) {
        const claim = { index, size, leafHash: leaves[index]!, proof: pathOf(index, leaves), root };
        expect(verifyInclusion(claim, sha256)).toBe(true);
        expect(verifyInclusion({ ...claim, index: (index + 1) % (size + 1) }, sha256)).toBe(false);
        expect(verifyInclusion({ ...claim, proof: [...claim.proof, root] }, sha256)).toBe(false);
      }
    }
  });

  test('every pair of sizes up to 20 is consistent, and no other root passes', () => {
    const leaves = Array.from({ length: 20 }, (_, index) => leafHash(Uint8Array.of(index), sha256));
    for (let toSize = 1; toSize <= 20; toSize++) {
      for (let fromSize = 1; fromSize <= toSize; fromSize++) {
        const fromRoot = merkleRoot(leaves.slice(0, fromSize), sha256);
        const toRoot = merkleRoot(leaves.slice(0, toSize), sha256);
        const proof = extensionOf(fromSize, leaves.slice(0, toSize), true);
        expect(verifyConsistency({ fromSize, toSize, fromRoot, toRoot, proof }, sha256)).toBe(true);
        expect(verifyConsistency({ fromSize, toSize, fromRoot: leaves[19]!, toRoot, proof }, sha256)).toBe(false);
      }
    }
  });
});

/** RFC 6962 section 2.1.1, as written there. */
function pathOf(index: number, leaves: Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return [];
  const split = powerBelow(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...pathOf(index, left), merkleRoot(right, sha256)]
    : [...pathOf(index - split, right), merkleRoot(left, sha256)];
}

/** RFC 6962 section 2.1.2, as written there. */
function extensionOf(size: number, leaves: Uint8Array[], whole: boolean): Uint8Array[] {
  if (size === leaves.length) return whole ? [] : [merkleRoot(leaves, sha256)];
  const split = powerBelow(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return size <= split
    ? [...extensionOf(size, left, whole), merkleRoot(right, sha256)]
    : [...extensionOf(size - split, right, false), merkleRoot(left, sha256)];
}

function powerBelow(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}
