import type { Action, Json, JsonObject } from '#protocol/wire.ts';
import { digestOf } from './digest.ts';
import type { Disclosure } from './event.ts';
import { salt } from './salt.ts';

/**
 * Collects the values of one Event that go into its payload only as salted commitments, in the form of SD-JWT
 * (RFC 9901 section 4.2): the disclosure is base64url of `[salt, name, value]`, its SHA-256 stands in `_sd`.
 *
 * The payload stays for ever; a disclosure is a row of its own that may be erased later without breaking a signature.
 */
export class Commitments {
  readonly disclosures: Disclosure[] = [];

  /** `clear` plus an `_sd` for `hidden`. Without hidden members it is `clear` itself. */
  object(pointer: string, clear: JsonObject, hidden: JsonObject, kind: Disclosure['class']): JsonObject {
    const digests: string[] = [];
    for (const name of Object.keys(hidden))
      digests.push(this.#commit(`${pointer}/${escaped(name)}`, name, hidden[name]!, kind));
    // Sorted, so that the order says nothing about the names.
    return digests.length === 0 ? clear : { ...clear, _sd: digests.sort() };
  }

  /** The Action with `subject.id` and every first-level member of `properties` and `context` committed (log.md section 8). */
  action(pointer: string, action: Action): JsonObject {
    const { subject, resource, context } = action;
    return {
      subject: this.object(
        `${pointer}/subject`,
        { type: subject.type, ...this.#properties(`${pointer}/subject`, subject.properties) },
        { id: subject.id },
        'action',
      ),
      action: { name: action.action.name, ...this.#properties(`${pointer}/action`, action.action.properties) },
      resource: {
        type: resource.type,
        id: resource.id,
        ...this.#properties(`${pointer}/resource`, resource.properties),
      },
      context: this.object(`${pointer}/context`, {}, context, 'action'),
    };
  }

  #properties(pointer: string, properties: JsonObject | undefined): JsonObject {
    return properties ? { properties: this.object(`${pointer}/properties`, {}, properties, 'action') } : {};
  }

  #commit(pointer: string, name: string, value: Json, kind: Disclosure['class']): string {
    const text = Buffer.from(JSON.stringify([salt(), name, value])).toString('base64url');
    const digest = digestOf(text);
    this.disclosures.push({ pointer, digest, text, class: kind });
    return digest;
  }
}

/** RFC 6901 section 3. */
function escaped(name: string): string {
  return name.includes('~') || name.includes('/') ? name.replaceAll('~', '~0').replaceAll('/', '~1') : name;
}
