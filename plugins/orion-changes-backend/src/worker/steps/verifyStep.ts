import { Knex } from 'knex';
import { JsonObject } from '@backstage/types';
import { ProbeResult } from '@orion/backstage-plugin-orion-changes-node';
import { StepDeps, StepInput, StepResult, SYSTEM } from './types';

const PROBE_AGAIN_MS = 2_000;
const FINISHING_DEADLINE_MS = 24 * 60 * 60_000;

/** Independent reads until all pass, one fails, or the deadline leaves it unknown. */
export async function verifyStep(
  deps: StepDeps,
  input: StepInput,
): Promise<StepResult> {
  const { row, ctx } = input;
  const probes = await runProbes(input);
  const evidence = { probes: probes as unknown as JsonObject[] };
  const failed = probes.find(probe => probe.verdict === 'fail');
  const unknown = probes.find(probe => probe.verdict === 'unknown');
  const common = {
    from: 'verifying' as const,
    version: row.version,
    fence: ctx.fence,
    actor: SYSTEM,
    body: { evidence },
  };
  if (failed) {
    return {
      row: await deps.store.transition(row.id, {
        ...common,
        to: 'recovering',
        message: failed.message,
        set: { reason: failed.message, evidence },
      }),
    };
  }
  if (!unknown) {
    return {
      row: await deps.store.transition(row.id, {
        ...common,
        to: 'finishing',
        message: probes.map(probe => probe.message).join(' '),
        set: { reason: null, evidence: null },
        deadlineMs: FINISHING_DEADLINE_MS,
        within: tx => openOutbox(tx, input),
      }),
    };
  }
  if (await deps.store.isPastDeadline(row.id)) {
    const message = `Not provable within 5 minutes: ${unknown.message}`;
    return {
      row: await deps.store.transition(row.id, {
        ...common,
        to: 'needs-attention',
        message,
        set: { reason: message, evidence },
      }),
    };
  }
  if (row.reason !== unknown.message) {
    await deps.store.patch(row.id, ctx.fence, { reason: unknown.message });
  }
  return { pause: true, wakeInMs: PROBE_AGAIN_MS };
}

/** What the kind's own reads say; one that throws is unknown. */
export async function runProbes({
  kind,
  ctx,
}: StepInput): Promise<ProbeResult[]> {
  const probes = await kind.verify(ctx).catch(error => {
    ctx.throwIfLost(error);
    const message = ctx.cleanMessage(error);
    return [{ probe: 'verify', verdict: 'unknown' as const, message }];
  });
  return ctx.clean(probes);
}

/** One row per step of the write-back, kept when it is there already. */
export async function openOutbox(
  tx: Knex,
  { row, kind, ctx }: StepInput,
): Promise<void> {
  await tx('finish_steps')
    .insert(
      kind.finish(ctx).map((step, position) => ({
        change_id: row.id,
        position,
        step: step.id,
        state: 'pending',
      })),
    )
    .onConflict(['change_id', 'step'])
    .ignore();
}
