import type { Plan, WeightedPlan } from '../plan.js';

/** A table of plans with their share of a ports sequence, in percent of no particular whole. */
export function weighted(...rows: readonly (readonly [number, Plan])[]): WeightedPlan[] {
  return rows.map(([weight, plan]) => ({ weight, plan }));
}
