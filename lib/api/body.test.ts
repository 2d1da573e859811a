import { describe, expect, test } from 'vitest';
import { maxBodyBytes, readBody, requireJson } from './body.ts';

const post = (body: BodyInit | null, headers: Record<string, string> = {}) =>
  new Request('http://localhost/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit);

function endless(): ReadableStream<Uint8Array> {
  return new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) });
}

describe('reading the bytes of a body', () => {
  test('C13: a body over 1 MiB is refused, also when it does not announce its length', async () => {
    await expect(readBody(post(endless()))).rejects.toThrow('too_large');
    await expect(readBody(post(new Uint8Array(maxBodyBytes + 1)))).rejects.toThrow('too_large');
    expect(await readBody(post(new Uint8Array(maxBodyBytes)))).toHaveLength(maxBodyBytes);
  });

  test('C13: an announced length over 1 MiB is refused before a byte is read', async () => {
    await expect(readBody(post('{}', { 'content-length': '1048577' }))).rejects.toThrow('too_large');
  });

  test('C13: a compressed body is refused, so that nothing grows after it was counted', async () => {
    await expect(readBody(post('{}', { 'content-encoding': 'gzip' }))).rejects.toThrow('unsupported_media_type');
    expect(await readBody(post('{}', { 'content-encoding': 'identity' }))).toHaveLength(2);
  });

  test('a body that breaks off is malformed, not a bug', async () => {
    const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('reset')) });
    await expect(readBody(post(broken))).rejects.toThrow('malformed');
  });

  test('only JSON in UTF-8 is taken for JSON', () => {
    const typed = (type: string) => () => requireJson(post('{}', { 'content-type': type }));
    expect(typed('application/json')).not.toThrow();
    expect(typed('application/json; charset=utf-8')).not.toThrow();
    for (const type of ['text/plain', 'application/json; charset=latin1', 'application/jsonp', 'text/json']) {
      expect(typed(type), type).toThrow('unsupported_media_type');
    }
  });
});
