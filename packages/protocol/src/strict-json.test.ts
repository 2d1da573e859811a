import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalize } from './jcs.ts';
import { parseStrictJson, StrictJsonError } from './strict-json.ts';

function refusal(text: string | Uint8Array): { code: string; pointer: string } {
  try {
    parseStrictJson(text);
  } catch (error) {
    if (error instanceof StrictJsonError) return { code: error.code, pointer: error.pointer };
    throw error;
  }
  return { code: 'accepted', pointer: '' };
}

const bytes = (text: string) => new TextEncoder().encode(text);

describe('C5: spelling does not make another Action', () => {
  test('member order, white space and escapes lead to one canonical text', () => {
    const spellings = [
      '{"a":1,"b":"é"}',
      ' {\n"b" : "\\u00e9",\t"\\u0061":1 }\r\n',
      '{"b":"\\u00E9","a":1.0}',
      '{"a":1e0,"b":"é"}',
    ];
    expect(new Set(spellings.map((text) => canonicalize(parseStrictJson(text))))).toEqual(new Set(['{"a":1,"b":"é"}']));
  });

  test('any JSON that JSON.stringify writes is read as JSON.parse reads it, from text and from bytes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        fc.pre(!/\\u0000|"_sd"|"_sd_alg"|"\.\.\."|\\ud[89a-f]/.test(text));
        const expected = JSON.parse(text.replaceAll(/(?<=[[:,\s]|^)-0(?=[\],}\s]|$)/g, '0')) as unknown;
        expect(parseStrictJson(text)).toEqual(expected);
        expect(parseStrictJson(bytes(text))).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  test('what JSON.parse refuses is refused here as well, whatever the letters', () => {
    const letters = fc.constantFrom(...'{}[],:"\\/ \n0123456789.-+eEtrufalsn\u0007', 'true', 'null', '\\u00', '"a":');
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        let accepted = true;
        try {
          JSON.parse(text);
        } catch {
          accepted = false;
        }
        // The first fault is named: a number that is not exact may stand before what is not JSON at all.
        if (!accepted) expect(['malformed', 'inexact_number', 'duplicate_key']).toContain(refusal(text).code);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('C6: a duplicate key at any depth is refused before anything is hashed', () => {
  test.each([
    ['{"a":1,"a":1}', '/a'],
    ['{"a":1,"\\u0061":2}', '/a'],
    ['{"x":[0,{"k/~":null,"k/~":null}]}', '/x/1/k~1~0'],
    ['{"__proto__":1,"__proto__":2}', '/__proto__'],
    ['{"\\ud83d\\ude00":1,"😀":2}', '/😀'],
    ['{"":1,"":2}', '/'],
  ])('%s', (text, pointer) => {
    expect(refusal(text)).toEqual({ code: 'duplicate_key', pointer });
  });

  test('the same key in different objects, and names every object inherits, are no duplicates', () => {
    expect(refusal('{"a":{"a":1},"b":[{"a":1},{"a":2}],"constructor":1,"toString":2,"__proto__":3}').code).toBe(
      'accepted',
    );
  });
});

describe('C7: a number that its double does not print as is refused', () => {
  test.each([
    '9007199254740993',
    '1e400',
    '-1e400',
    '0.1000000000000000055',
    '1e-400',
    '123456789012345678901234567890',
    '1.00000000000000000001',
    '5e-325',
    `0.${'3'.repeat(400)}`,
    '1e99999999999999999999',
  ])('%s', (text) => {
    expect(refusal(`{"n":[${text}]}`)).toEqual({ code: 'inexact_number', pointer: '/n/0' });
  });

  test.each([
    ['1.0', 1],
    ['1e0', 1],
    ['1E3', 1000],
    ['0.1', 0.1],
    ['-0', 0],
    ['0e999999', 0],
    ['-0.0', 0],
    ['9007199254740992', 2 ** 53],
    ['1e21', 1e21],
    ['1000000000000000000000', 1e21],
    ['5e-324', 5e-324],
    ['1.7976931348623157e+308', Number.MAX_VALUE],
    ['0.000001', 1e-6],
    ['10E-1', 1],
    ['123.4560e2', 12345.6],
  ])('%s passes as %d', (text, number) => {
    expect(parseStrictJson(text)).toBe(number);
  });

  test('every double passes in the form it prints as, and with zeros added', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const expected = number === 0 ? 0 : number;
        expect(parseStrictJson(String(number))).toBe(expected);
        expect(parseStrictJson(number.toExponential())).toBe(expected);
      }),
    );
  });

  test('every integer either survives exactly or is refused', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), (integer) => {
        const { code } = refusal(String(integer));
        const printed = Number(integer) === 0 ? '0' : BigInt(Number(integer)).toString();
        const survives = decimalOf(Number(integer)) === String(integer);
        expect(code).toBe(survives ? 'accepted' : 'inexact_number');
        if (code === 'accepted') expect(printed).toBe(String(integer));
      }),
    );
  });
});

/** The double's shortest form written out without an exponent. */
function decimalOf(number: number): string {
  const [digits = '', power] = String(number).split('e+');
  if (power === undefined) return digits;
  const [whole = '', fraction = ''] = digits.split('.');
  return whole + fraction.padEnd(Number(power), '0');
}

describe('C8: what is not one plain JSON value is malformed', () => {
  test.each([
    ['lone high surrogate, escaped', '"\\ud800"'],
    ['lone low surrogate, escaped', '["\\udc00x"]'],
    ['surrogates in the wrong order', '"\\ude00\\ud83d"'],
    ['lone surrogate in a name', '{"\\ud800":1}'],
    ['lone surrogate in the text', '"\ud800"'],
    ['half escaped, half raw', '"\\ud83d\ude00"'],
    ['U+0000 escaped', '"a\\u0000b"'],
    ['U+0000 in a name', '{"\\u0000":1}'],
    ['U+0000 raw', '"\u0000"'],
    ['byte order mark', '\ufeff{}'],
    ['raw control character', '"a\nb"'],
    ['trailing bytes', '{} {}'],
    ['trailing comma', '[1,]'],
    ['trailing comma in an object', '{"a":1,}'],
    ['leading zero', '01'],
    ['leading plus', '+1'],
    ['bare point', '1.'],
    ['bare minus', '-'],
    ['bare exponent', '1e'],
    ['NaN', 'NaN'],
    ['single quotes', "'a'"],
    ['comment', '/* */1'],
    ['unknown escape', '"\\x41"'],
    ['short escape', '"\\u12"'],
    ['unfinished string', '"abc'],
    ['escape at the end', '"abc\\'],
    ['unfinished object', '{"a":1'],
    ['nothing', ''],
    ['only white space', ' \n'],
    ['no-break space', '\u00a01'],
    ['vertical tab', '\u000b1'],
  ])('%s', (_, text) => {
    expect(refusal(text).code).toBe('malformed');
  });

  test('invalid UTF-8, overlong forms, encoded surrogates and a byte order mark in bytes', () => {
    for (const inside of [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xe2, 0x82]]) {
      expect(refusal(new Uint8Array([0x22, ...inside, 0x22])).code).toBe('malformed');
    }
    expect(refusal(new Uint8Array([0xef, 0xbb, 0xbf, 0x31])).code).toBe('malformed');
  });

  test('32 levels pass, 33 do not', () => {
    expect(refusal('['.repeat(32) + ']'.repeat(32)).code).toBe('accepted');
    expect(refusal('['.repeat(33) + ']'.repeat(33)).code).toBe('malformed');
    expect(refusal('{"a":'.repeat(100_000)).code).toBe('malformed');
  });

  test('5,000 values pass, 5,001 do not', () => {
    expect(refusal(`[${'0,'.repeat(4_998)}0]`).code).toBe('accepted');
    expect(refusal(`[${'0,'.repeat(4_999)}0]`).code).toBe('malformed');
  });

  test('__proto__ and constructor are plain data and change nothing they are not', () => {
    const value = parseStrictJson('{"__proto__":{"isAdmin":true},"constructor":{"x":1}}') as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect((value as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    expect(canonicalize(value as never)).toBe('{"__proto__":{"isAdmin":true},"constructor":{"x":1}}');
  });

  test('the names of commitments are reserved at every depth, however they are spelt', () => {
    expect(refusal('{"a":{"_sd":[]}}')).toEqual({ code: 'reserved_name', pointer: '/a/_sd' });
    expect(refusal('[{"_sd\\u005falg":1}]')).toEqual({ code: 'reserved_name', pointer: '/0/_sd_alg' });
    expect(refusal('{"...":1}')).toEqual({ code: 'reserved_name', pointer: '/...' });
  });

  test('a text over the byte limit is too large, counted in bytes', () => {
    expect(() => parseStrictJson('"äö"', { maxBytes: 5 })).toThrow(/too_large/);
    expect(parseStrictJson('"äö"', { maxBytes: 6 })).toBe('äö');
    expect(() => parseStrictJson(bytes('"äö"'), { maxBytes: 5 })).toThrow(/too_large/);
  });
});
