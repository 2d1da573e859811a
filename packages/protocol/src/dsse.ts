/** A signed payload (DSSE 1.0): the payload stands there as the exact bytes that were signed, in base64. */
export interface DsseEnvelope {
  payloadType: string;
  payload: string;
  signatures: { keyid: string; sig: string }[];
}

/**
 * The bytes that a DSSE signature covers: "DSSEv1", then type and payload, each behind its length in bytes.
 *
 * Lengths are part of what is signed, so no bytes can move from the type into the payload (DSSE protocol, "PAE").
 */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const type = encoder.encode(payloadType);
  const head = encoder.encode(`DSSEv1 ${type.length} ${payloadType} ${payload.length} `);
  const bytes = new Uint8Array(head.length + payload.length);
  bytes.set(head);
  bytes.set(payload, head.length);
  return bytes;
}
