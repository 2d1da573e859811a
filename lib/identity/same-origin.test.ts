import { describe, expect, test } from 'vitest';
import { assertSameOrigin } from './same-origin.ts';

const here = 'http://localhost:3000';
const ours = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
const call =
  (headers: Record<string, string>, method = 'POST') =>
  () =>
    assertSameOrigin(new Headers({ ...ours, ...headers }), method, here);
const crossOrigin = expect.objectContaining({ code: 'cross_origin' });

describe('I9: only our own pages change anything in a person’s name', () => {
  test('I9: a call without an Origin is refused', () => {
    expect(call({})).toThrow(crossOrigin);
  });

  test.each([
    'https://evil.test',
    'null',
    'http://localhost:3001',
    'https://localhost:3000',
    'http://localhost:3000.evil.test',
  ])('I9: a call from %s is refused', (origin) => {
    expect(call({ origin })).toThrow(crossOrigin);
  });

  test.each(['cross-site', 'same-site', 'none'])('I9: a %s call is refused whatever its Origin says', (site) => {
    expect(call({ origin: here, 'sec-fetch-site': site })).toThrow(crossOrigin);
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
  ])('I9: what a form can send (%s) is refused', (type) => {
    expect(call({ origin: here, 'content-type': type })).toThrow(
      expect.objectContaining({ code: 'unsupported_media_type' }),
    );
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'post'])('I9: %s from elsewhere is refused', (method) => {
    expect(call({ origin: 'https://evil.test' }, method)).toThrow(crossOrigin);
  });

  test('our own page gets through, and reading needs no Origin', () => {
    expect(call({ origin: here })).not.toThrow();
    expect(call({ origin: here, 'content-type': 'application/json; charset=utf-8' })).not.toThrow();
    expect(call({}, 'GET')).not.toThrow();
  });
});
