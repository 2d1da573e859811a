import { z } from 'zod';
import type { Action, Entity, JsonObject } from '#protocol/wire.ts';
import { freeObject } from './words.ts';

const entity = z
  .strictObject({ type: z.string().min(1), id: z.string().min(1), properties: freeObject.exactOptional() })
  .meta({ id: 'Entity', outputId: 'Entity' }) satisfies z.ZodType<Entity>;

/** A context of its own for every Action without one: never one object shared by two. */
const emptyContext = (): JsonObject => ({});

/** What an agent wants to do, exactly as OpenID AuthZEN words it. Sizes are checked by action-limits.ts. */
export const action = z
  .strictObject({
    subject: entity,
    action: z.strictObject({
      name: z.string().regex(/^[A-Za-z0-9._:/-]{1,200}$/, 'has 1 to 200 of A-Z a-z 0-9 . _ : / -'),
      properties: freeObject.exactOptional(),
    }),
    resource: entity,
    context: freeObject.default(emptyContext),
  })
  .meta({ id: 'Action', outputId: 'ActionAsStored' }) satisfies z.ZodType<Action>;
