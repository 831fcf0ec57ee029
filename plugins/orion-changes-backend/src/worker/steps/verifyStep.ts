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
  const { row, kind, ctx } = input;
  const probes: ProbeResult[] = ctx.clean(
    await kind.verify(ctx).catch(error => {
      ctx.throwIfLost(error);
      return [
        {
          probe: 'verify',
          verdict: 'unknown' as const,
          message: ctx.cleanMessage(error),
        },
      ];
    }),
  );
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
        within: async tx => {
          const steps = kind.finish(ctx);
          await tx('finish_steps')
            .insert(
              steps.map((step, position) => ({
                change_id: row.id,
                position,
                step: step.id,
                state: 'pending',
              })),
            )
            .onConflict(['change_id', 'step'])
            .ignore();
        },
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
