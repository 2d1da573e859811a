/** SQLSTATE classes that say the database cannot serve anybody now, whatever the statement was. */
const unavailableClasses = new Set([
  '08', // connection exception
  '53', // insufficient resources
  '57', // operator intervention: shutting down, starting up, cancelled
  '58', // system error
]);

/** Node's names for a server that is not there, and Prisma's. */
const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'ENOENT',
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
]);

/** What `pg` throws without a code. */
const messages =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after calling end)/;

/** True when an error means that Postgres is away or cannot work, so that trying again later may help. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string') {
    return connectionCodes.has(code) || (code.length === 5 && unavailableClasses.has(code.slice(0, 2)));
  }
  return messages.test(error.message) || (error.cause !== undefined && isUnavailable(error.cause));
}

/**
 * True when Postgres is there and will not take the record: the right to add to it is gone, there is no partition for
 * this month, or the clock trigger refused. Nothing was done, since an Event and its change are one commit.
 */
export function isUnrecordable(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return code === '42501' || (code === '23514' && /\bevent\b/.test(String(message)));
}
