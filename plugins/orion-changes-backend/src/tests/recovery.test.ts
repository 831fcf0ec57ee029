import { ServiceUnavailableError } from '@backstage/errors';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { ScriptedKind } from './ScriptedKind';
import { usePipeline } from './usePipeline';

const stage = usePipeline();
const { world } = stage;

/** As if nobody had answered since the claim, and does not now either. */
async function beSilentForLong(id: number): Promise<never> {
  await stage
    .knex('changes')
    .where({ id })
    .update({
      plan_consumed_at: stage.knex.raw(
        `clock_timestamp() - interval '31 seconds'`,
      ),
    });
  throw new ServiceUnavailableError('gw2 does not answer');
}

describe('recovery', () => {
  it('applies again when nothing came of the first attempt', async () => {
    const id = await stage.pipeline.approved({
      name: 'r-again',
      attempts: [{ exit: 1, effect: false }],
    });
    const row = await stage.pipeline.drive(id, 'succeeded');
    expect(row.attempt).toBe(2);
    expect(world.spawns('r-again')).toBe(2);
    expect(world.effects('r-again')).toHaveLength(1);
  });

  it('looks again at what was claimed, and could not be started for long', async () => {
    const prepared = jest.fn();
    const pipeline = await stage.replica({
      kinds: [
        new ScriptedKind(world, {
          prepareApply: async ctx => {
            prepared(ctx.change.attempt);
            if (prepared.mock.calls.length === 1) {
              await beSilentForLong(ctx.change.id);
            }
            throw new Error('no further');
          },
        }),
      ],
    });
    const id = await pipeline.approved({
      name: 'r-late',
      recover: ['absent'],
    });
    const row = await pipeline.drive(id, 'failed');
    expect(row.reason).toBe('Looked: absent.');
    // What was true at the claim is not begun with any more.
    expect(prepared.mock.calls).toEqual([[1]]);
    expect(world.spawns('r-late')).toBe(0);
    const entry = await stage
      .knex('record')
      .where({ change_id: id, event: 'recovering' })
      .first();
    expect(entry.body.message).toMatch(
      /^Nothing was started within 3\d s after the last look before it/,
    );
  });

  it('begins a later attempt however long it took, as it may be what takes it back', async () => {
    const prepared: number[] = [];
    const scripted = new ScriptedKind(world);
    const pipeline = await stage.replica({
      kinds: [
        new ScriptedKind(world, {
          prepareApply: async ctx => {
            prepared.push(ctx.change.attempt);
            if (prepared.length === 2) {
              await beSilentForLong(ctx.change.id);
            }
            return scripted.prepareApply(ctx as never);
          },
        }),
      ],
    });
    const id = await pipeline.approved({
      name: 'r-later',
      attempts: [{ exit: 1, effect: false }],
    });
    const row = await pipeline.drive(id, 'succeeded');
    expect(row.attempt).toBe(2);
    expect(prepared).toEqual([1, 2, 2]);
  });

  it('verifies when the engine failed after its effect', async () => {
    const id = await stage.pipeline.approved({
      name: 'r-verify',
      attempts: [{ exit: 1 }],
    });
    const row = await stage.pipeline.drive(id, 'succeeded');
    expect(row).toMatchObject({ attempt: 1, reason: null, evidence: null });
    expect(world.spawns('r-verify')).toBe(1);
  });

  it('waits while the world is not quiet, and says for what', async () => {
    const id = await stage.pipeline.approved({
      name: 'r-wait',
      attempts: [{ exit: 1 }],
      recover: ['wait', 'wait'],
    });
    await eventually(
      async () => (await stage.pipeline.find(id)).reason === 'Looked: wait.',
    );
    await stage.pipeline.drive(id, 'succeeded');
    expect(world.lines('r-wait.recoveries')).toHaveLength(3);
    expect(world.spawns('r-wait')).toBe(1);
  });

  it('tells once that it waits for long', async () => {
    const id = await stage.pipeline.approved({
      name: 'r-long',
      attempts: [{ exit: 1 }],
      recover: ['wait', 'wait', 'wait', 'wait'],
    });
    const waits = async () =>
      (await stage.pipeline.find(id)).facts.recoveryWaits;
    await eventually(waits);
    const row = await stage.pipeline.find(id);
    expect(row.facts.recoveryWaits).toEqual({
      version: row.version,
      since: expect.any(String),
    });
    await stage
      .knex('changes')
      .where({ id })
      .update({
        facts: stage.knex.raw(
          `jsonb_set(facts, '{recoveryWaits,since}', '"2026-11-01T00:00:00.000Z"')`,
        ),
      });
    await stage.pipeline.drive(id, 'succeeded');
    const titles = stage.pipeline.told
      .filter(({ title }) => title.includes('r-long'))
      .map(({ title, to }) => ({ title, to }));
    expect(
      titles.filter(({ title }) => / is not recovered yet$/.test(title)),
    ).toEqual([{ title: expect.any(String), to: [row.requester, row.owner] }]);
  });

  it('fails on proof of absence, and only then gives back what it held', async () => {
    const id = await stage.pipeline.approved({
      name: 'r-absent',
      attempts: [{ exit: 1, effect: false }],
      recover: ['absent'],
    });
    const row = await stage.pipeline.cleaned(id);
    expect(row.state).toBe('failed');
    expect(
      await stage.knex('claims').where({ change_id: id, released_at: null }),
    ).toEqual([]);
    expect(await stage.knex('change_locks').where({ change_id: id })).toEqual(
      [],
    );
  });

  it('keeps locks and holds of what a person has to look at, until one says go on', async () => {
    const id = await stage.pipeline.approved({
      name: 'r-person',
      attempts: [{ exit: 1 }],
      recover: ['needs-attention'],
    });
    const row = await stage.pipeline.drive(id, 'needs-attention');
    expect(row.reason).toBe('Looked: needs-attention.');
    expect(
      await stage.knex('change_locks').where({ change_id: id }),
    ).toHaveLength(1);
    expect(
      await stage.knex('claims').where({ change_id: id, released_at: null }),
    ).toHaveLength(2);
    const recover = async (name: string) =>
      stage.pipeline.changes.recover(
        String(id),
        'look',
        await stage.pipeline.caller(name),
      );
    await expect(recover('stranger')).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
    await recover('colleague');
    await stage.pipeline.drive(id, 'succeeded');
    await expect(recover('colleague')).rejects.toMatchObject({
      name: 'ConflictError',
    });
  });

  it('asks a person after three attempts', async () => {
    const nothing = { exit: 1, effect: false };
    const id = await stage.pipeline.approved({
      name: 'r-thrice',
      attempts: [nothing, nothing, nothing],
    });
    const row = await stage.pipeline.drive(
      id,
      'needs-attention',
      'failed',
      'succeeded',
    );
    // After the last attempt the kind may only prove absence.
    expect(row).toMatchObject({ state: 'failed', attempt: 3 });
    expect(world.spawns('r-thrice')).toBe(3);
  });

  it('never starts a fourth attempt, whatever the kind says', async () => {
    const nothing = { exit: 1, effect: false };
    const id = await stage.pipeline.approved({
      name: 'r-fourth',
      attempts: [nothing, nothing, nothing],
      recover: ['apply', 'apply', 'apply'],
    });
    const row = await stage.pipeline.drive(id, 'needs-attention');
    expect(row).toMatchObject({
      attempt: 3,
      reason: 'Tried 3 times. Looked: apply.',
    });
    expect(world.spawns('r-fourth')).toBe(3);
  });

  it('touches nothing when something else has the place', async () => {
    const id = await stage.pipeline.approved({
      name: 'r-foreign',
      gates: ['engine-before'],
    });
    await world.reached('r-foreign', 'engine-before');
    world.write('r-foreign', 'somebody else\n');
    world.open('r-foreign', 'engine-before');
    await stage.pipeline.drive(id, 'needs-attention');
    expect(world.effects('r-foreign')).toEqual(['somebody else']);
  });

  it('follows a failed verification', async () => {
    const id = await stage.pipeline.approved({
      name: 'r-verified',
      verify: ['unknown', 'fail'],
    });
    await stage.pipeline.drive(id, 'succeeded');
    const events = await stage.pipeline.events(id);
    expect(events.slice(events.indexOf('applying'))).toEqual([
      'applying',
      'verifying',
      'recovering',
      'verifying',
      'finishing',
      'succeeded',
    ]);
  });

  it('asks a person when verification stays unknown past its deadline', async () => {
    const id = await stage.pipeline.approved({
      name: 'r-unknown',
      verify: Array(500).fill('unknown'),
    });
    await eventually(
      async () => (await stage.pipeline.find(id)).state === 'verifying',
    );
    await stage.pipeline.expireDeadline(id);
    const row = await stage.pipeline.drive(id, 'needs-attention');
    expect(row.reason).toBe('Not provable within 5 minutes: It is a unknown.');
    expect(
      await stage.knex('change_locks').where({ change_id: id }),
    ).toHaveLength(1);
  });
});

describe('two workers', () => {
  it('one that lost its lease in the middle of a plan writes nothing more', async () => {
    const id = await stage.pipeline.submit({ name: 'w-plan', gates: ['plan'] });
    await world.reached('w-plan', 'plan');
    const other = await stage.replica();
    await stage.pipeline.expireLeases();
    other.worker.wake(String(id));
    const taken = await eventually(async () => {
      const row = await stage.pipeline.find(id);
      return row.fence === '2' && row;
    });
    world.open('w-plan', 'plan');
    await Promise.all([stage.pipeline.worker.idle(), other.worker.idle()]);
    const row = await stage.pipeline.find(id);
    expect(row).toMatchObject({
      state: 'awaiting-approval',
      fence: taken.fence,
    });
    const events = await stage.pipeline.events(id);
    expect(events).toEqual(['requested', 'planning', 'awaiting-approval']);
  });

  it('an engine announced by one that slept through its lease is never started', async () => {
    const id = await stage.pipeline.approved({
      name: 'w-slept',
      gates: ['spawn'],
    });
    await world.reached('w-slept', 'spawn');
    const [announced] = await stage
      .knex('change_runs')
      .where({ change_id: id, phase: 'apply' });
    expect(announced.pid).toBeNull();
    const other = await stage.replica();
    await stage.pipeline.expireLeases();
    other.worker.wake(String(id));
    await eventually(async () =>
      (await stage.pipeline.events(id)).includes('recovering'),
    );
    // Only now the sleeper wakes up and wants to start its engine.
    world.open('w-slept', 'spawn');
    await stage.pipeline.worker.idle();
    const row = await other.drive(id, 'succeeded');
    expect(row.attempt).toBe(2);
    expect(world.spawns('w-slept')).toBe(1);
    expect(world.effects('w-slept')).toHaveLength(1);
  });

  it('one that sees its engine end without its lease leaves the verdict to the other', async () => {
    const id = await stage.pipeline.approved({
      name: 'w-apply',
      gates: ['engine-after'],
    });
    await world.reached('w-apply', 'engine-after');
    const other = await stage.replica();
    await stage.pipeline.expireLeases();
    other.worker.wake(String(id));
    await eventually(async () =>
      (await stage.pipeline.events(id)).includes('note'),
    );
    world.open('w-apply', 'engine-after');
    await other.drive(id, 'succeeded');
    await stage.pipeline.worker.idle();
    const events = await stage.pipeline.events(id);
    expect(events.filter(event => event === 'verifying')).toHaveLength(1);
    expect(world.spawns('w-apply')).toBe(1);
  });
});
