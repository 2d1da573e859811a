import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';

/**
 * Stands where the database would when none is named, so that two schema files can be compared without one.
 *
 * The engine asks any adapter for the server's version at birth; that question gets an answer, every other a refusal.
 */
export function noDatabase() {
  const refuse = async () => {
    throw new Error('DATABASE_URL is not set.');
  };
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    queryRaw: async (query) => (query.sql.includes('server_version_num') ? version : refuse()),
    executeRaw: refuse,
    executeScript: refuse,
    startTransaction: refuse,
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
    dispose: async () => {},
  };
}

const version = {
  columnNames: ['exists', 'version', 'numeric_version'],
  columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
  rows: [[true, 'PostgreSQL 18.0', 180_000]],
};
