import { ChangeContext } from '@orion/backstage-plugin-orion-changes-node';

/** One step waits this long for NetBox; then the change says so and tries again later. */
const PATIENCE_MS = 15_000;

/**
 * Options for a call to NetBox: ends with the lease, and after a while by
 * itself, so that people see what a change waits for.
 */
export function patience(ctx: Pick<ChangeContext, 'signal'>): {
  signal: AbortSignal;
} {
  return {
    signal: AbortSignal.any([ctx.signal, AbortSignal.timeout(PATIENCE_MS)]),
  };
}
