import { Refusal } from '../errors/refusal.ts';

export const maxBodyBytes = 1_048_576;
const bodyWithinMilliseconds = 10_000;

/**
 * The bytes of a JSON body: at most 1 MiB, arrived within ten seconds.
 *
 * A compressed body is refused before it is read, so a megabyte on the wire is a megabyte in memory. The caller
 * controls the announced length, so it can only make us refuse sooner.
 */
export async function readBody(request: Request): Promise<Uint8Array> {
  const encoding = request.headers.get('content-encoding');
  if (encoding && encoding.toLowerCase() !== 'identity') {
    throw new Refusal(
      'unsupported_media_type',
      `Send the body as it is; Content-Encoding ${quoted(encoding)} is not accepted.`,
    );
  }
  const announced = request.headers.get('content-length');
  if (announced !== null && Number(announced) > maxBodyBytes) throw tooLarge();
  // Small bodies of known length take the server's own short way; only what streams is counted chunk by chunk.
  if (announced !== null) return inTime(request.arrayBuffer().then((buffer) => limited(new Uint8Array(buffer))));
  return request.body ? inTime(readChunks(request.body)) : new Uint8Array();
}

export function requireJson(request: Request): void {
  const type = request.headers.get('content-type');
  if (type === 'application/json' || (type && /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type))) return;
  throw new Refusal('unsupported_media_type', 'Send JSON, with Content-Type: application/json.');
}

async function readChunks(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > maxBodyBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function inTime(reading: Promise<Uint8Array>): Promise<Uint8Array> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Refusal('malformed', 'The body did not arrive within ten seconds.')),
      bodyWithinMilliseconds,
    );
  });
  try {
    return await Promise.race([reading, late]);
  } catch (error) {
    reading.catch(() => {});
    if (error instanceof Refusal) throw error;
    throw new Refusal('malformed', 'The body ended before all of it had arrived.');
  } finally {
    clearTimeout(timer);
  }
}

function limited(bytes: Uint8Array): Uint8Array {
  if (bytes.byteLength > maxBodyBytes) throw tooLarge();
  return bytes;
}

function tooLarge(): Refusal {
  return new Refusal('too_large', 'A body has at most 1 MiB. Name larger things by their digest.');
}

function quoted(text: string): string {
  return `"${text.slice(0, 40)}"`;
}
