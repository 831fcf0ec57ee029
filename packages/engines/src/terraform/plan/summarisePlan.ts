import { TerraformPlan } from './planTypes';

/**
 * Numbers of managed resource instances; data sources are not counted.
 *
 * @public
 */
export interface PlanSummary {
  /** Creations, without those of a replacement. */
  add: number;
  /** Updates in place. */
  change: number;
  /** Destroyed and created again: counted here only. */
  replace: number;
  /** Deletions, without those of a replacement. */
  destroy: number;
  /** Objects taken over; one that is also changed counts in both. */
  import: number;
  /** Objects the engine would forget without destroying them. */
  forget: number;
  /** Nothing to do, outputs included. */
  empty: boolean;
}

/** Counts what a plan would do. @public */
export function summarisePlan(plan: TerraformPlan): PlanSummary {
  const managed = plan.resourceChanges.filter(({ mode }) => mode === 'managed');
  const count = (action: string) =>
    managed.filter(change => change.action === action).length;
  const counts = {
    add: count('create'),
    change: count('update'),
    replace: count('replace'),
    destroy: count('delete'),
    import: managed.filter(change => change.importing).length,
    forget: count('forget'),
  };
  const outputs = plan.outputChanges.some(({ action }) => action !== 'no-op');
  const total = Object.values(counts).reduce((sum, each) => sum + each, 0);
  return { ...counts, empty: total === 0 && !outputs };
}
