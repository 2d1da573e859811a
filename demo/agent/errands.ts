import { changeGrant } from './errands/change-grant.ts';
import { deleteStaleOrders } from './errands/delete-stale-orders.ts';
import { deployService } from './errands/deploy-service.ts';
import { dropTable } from './errands/drop-table.ts';
import { exportCustomers } from './errands/export-customers.ts';
import { readOrders } from './errands/read-orders.ts';
import type { Errand } from './proposal.ts';

/** Everything the demo's agents were told to do, in the order they get round to it. */
export const errands: readonly Errand[] = [
  exportCustomers,
  deleteStaleOrders,
  changeGrant,
  dropTable,
  deployService,
  readOrders,
];
