import type { WeightedPlan } from '../plan.js';
import { databasePlans } from './databases.js';
import { ftpPlans } from './ftp.js';
import { otherPlans } from './others.js';
import { rpcPlans } from './rpc.js';
import { sharePlans } from './shares.js';
import { webPlans } from './web.js';

/**
 * The tools behind every ports sequence of Table 1, with their share of it: Table 2's numbers where it has any, made up
 * where it is silent.
 */
export const reportPlans: Readonly<Record<string, readonly WeightedPlan[]>> = {
  ...sharePlans,
  ...rpcPlans,
  ...webPlans,
  ...databasePlans,
  ...ftpPlans,
  ...otherPlans,
};
