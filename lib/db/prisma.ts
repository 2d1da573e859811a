import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client.ts';
import { pool } from './pool.ts';

const shared = globalThis as typeof globalThis & { countersignPrisma?: PrismaClient };

/** Prisma over the process's one pool: for everything that is not on the hot path. */
export function prisma(): PrismaClient {
  shared.countersignPrisma ??= new PrismaClient({ adapter: new PrismaPg(pool()) });
  return shared.countersignPrisma;
}
