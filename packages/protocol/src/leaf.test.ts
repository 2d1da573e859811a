import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { toBase64 } from './base64.ts';
import { preAuthEncoding } from './dsse.ts';
import { canonicalize } from './jcs.ts';
import { leafBody } from './leaf.ts';
import { asJson, statement, statementPayloadType, statementSubject } from './statement.ts';
import type { JsonObject } from './wire.ts';

describe('an Event becomes a leaf that others can read', () => {
  test('the pre-authentication encoding is the one DSSE publishes', () => {
    const encoded = preAuthEncoding('http://example.com/HelloWorld', new TextEncoder().encode('hello world'));
    expect(Buffer.from(encoded).toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
  });

  test('lengths are counted in bytes', () => {
    const encoded = preAuthEncoding('té', new TextEncoder().encode('ö'));
    expect(Buffer.from(encoded).toString()).toBe('DSSEv1 3 té 2 ö');
  });

  test('a Statement names the Action by the same 32 bytes, in hex', () => {
    const digest = createHash('sha256').update('x').digest();
    expect(statementSubject('action', digest.toString('base64url')).digest.sha256).toBe(digest.toString('hex'));
    expect(() => statementSubject('action', 'short')).toThrow(TypeError);
  });

  test('the leaf is a Rekor v2 hashedrekord body of about 400 bytes, and its signature verifies with node:crypto', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const subject = statementSubject('action', createHash('sha256').update('x').digest('base64url'));
    const event = statement([subject], {
      v: 1,
      event: 'evt_x',
      type: 'request.submitted',
      at: '2026-11-21T09:00:00.000Z',
      actor: { kind: 'agent', id: 'agt_x', via: 'api' },
      prev: [],
      data: {},
    });
    expect(event.predicateType).toBe('urn:countersign:event:request.submitted:v1');
    const pae = preAuthEncoding(statementPayloadType, new TextEncoder().encode(canonicalize(asJson(event))));
    const signature = sign(null, pae, privateKey);
    const spki = publicKey.export({ type: 'spki', format: 'der' });
    const digest = createHash('sha256').update(pae).digest();
    const body = leafBody({ digest, signature, keyDetails: 'PKIX_ED25519', publicKey: spki });
    expect(body.length).toBeLessThan(450);
    expect(Buffer.from(body).toString()).toBe(
      `{"apiVersion":"0.0.2","kind":"hashedrekord","spec":{"hashedRekordV002":{"data":{"algorithm":"SHA2_256","digest":"${toBase64(digest)}"},"signature":{"content":"${toBase64(signature)}","verifier":{"keyDetails":"PKIX_ED25519","publicKey":{"rawBytes":"${toBase64(spki)}"}}}}}}`,
    );
    const read = JSON.parse(Buffer.from(body).toString()) as JsonObject;
    expect(read.kind).toBe('hashedrekord');
    expect(verify(null, pae, publicKey, signature)).toBe(true);
  });
});
