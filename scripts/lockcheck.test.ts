import { describe, expect, test } from 'vitest';
import { lockProblems } from './lockcheck.mjs';

const sound = { version: '1.0.0', integrity: 'sha512-AAAA' };

describe('the lock file', () => {
  test('that lacks another platform’s binary is refused, although it installs here', () => {
    const lock = {
      packages: {
        'node_modules/tool': { ...sound, optionalDependencies: { 'tool-linux': '1', 'tool-darwin': '1' } },
        'node_modules/tool/node_modules/tool-linux': sound,
      },
    };
    expect(lockProblems(lock, {})).toEqual([expect.stringContaining('tool-darwin')]);
  });

  test('that would run an install script nobody looked at is refused', () => {
    const lock = { packages: { 'node_modules/tool': { ...sound, hasInstallScript: true } } };
    expect(lockProblems(lock, {})).toEqual([expect.stringContaining('allowScripts')]);
    expect(lockProblems(lock, { allowScripts: { tool: false } })).toEqual([]);
  });

  test('that takes a package unverified is refused', () => {
    expect(lockProblems({ packages: { 'node_modules/tool': { version: '1.0.0' } } }, {})).toEqual([
      expect.stringContaining('no integrity hash'),
    ]);
  });
});
