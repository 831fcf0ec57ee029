import { StateBase, StateSnapshot } from './StateStore';

/** What a state has to show after an apply. @public */
export interface AppliedStateExpectation {
  /** The state before the apply. */
  base: StateBase;
  /** Instances that must be there. */
  present?: readonly string[];
  /** Instances that must be gone. */
  absent?: readonly string[];
}

/**
 * The part of "the apply succeeded" that the state tells: same lineage, higher
 * serial, the expected instances, none of them tainted or deposed.
 *
 * @public
 */
export function checkAppliedState(
  state: StateSnapshot | undefined,
  { base, present = [], absent = [] }: AppliedStateExpectation,
): { ok: true } | { ok: false; reasons: string[] } {
  if (!state) return { ok: false, reasons: ['there is no state'] };
  const reasons: string[] = [];
  if (state.lineage !== base.lineage) reasons.push('the lineage changed');
  if (state.serial <= base.serial) {
    reasons.push(`serial ${state.serial} is not above ${base.serial}`);
  }
  for (const address of present) {
    if (!state.addresses.includes(address)) {
      reasons.push(`${address} is missing`);
    } else if (state.tainted.includes(address)) {
      reasons.push(`${address} is tainted`);
    } else if (state.deposed.includes(address)) {
      reasons.push(`${address} has a deposed object`);
    }
  }
  for (const address of absent) {
    const left = [...state.addresses, ...state.deposed].includes(address);
    if (left) reasons.push(`${address} is still there`);
  }
  return reasons.length === 0 ? { ok: true } : { ok: false, reasons };
}
