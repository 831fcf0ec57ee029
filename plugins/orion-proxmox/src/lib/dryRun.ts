import { ChangesApi } from '@orion/backstage-plugin-orion-changes-common';
import { CREATE_KIND, OrderVerdict } from './order';

/** Asks what ORION would say to an order. Nothing is stored or reserved. */
export async function dryRun(
  api: Pick<ChangesApi, 'submit'>,
  input: Record<string, unknown>,
): Promise<OrderVerdict> {
  const { dryRun: verdict } = await api.submit({
    kind: CREATE_KIND,
    input,
    idempotencyKey: `dry-run-${Date.now()}-${Math.random()
      .toString(36)
      .slice(2)}`,
    dryRun: true,
  });
  return verdict as unknown as OrderVerdict;
}
