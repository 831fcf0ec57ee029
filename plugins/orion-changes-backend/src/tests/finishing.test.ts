import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { SECRET } from './ScriptedKind';
import { usePipeline } from './usePipeline';

const stage = usePipeline();
const { world } = stage;

describe('the write-back', () => {
  it('is tried until it succeeds, and undoes nothing meanwhile', async () => {
    const id = await stage.pipeline.approved({
      name: 'f-retry',
      finishFails: 2,
    });
    await eventually(async () =>
      (await stage.pipeline.find(id)).reason?.startsWith('Write the catalog'),
    );
    expect((await stage.pipeline.find(id)).reason).toBe(
      'Write the catalog: The catalog does not answer, [secret]',
    );
    expect(world.effects('f-retry')).toHaveLength(1);
    await stage.pipeline.drive(id, 'succeeded');
    const step = await stage
      .knex('finish_steps')
      .where({ change_id: id })
      .first();
    expect(step).toMatchObject({
      state: 'done',
      attempts: 2,
      last_error: null,
    });
    expect(JSON.stringify(step)).not.toContain(SECRET);
  });

  it('asks a person after a day, and keeps the locks', async () => {
    const id = await stage.pipeline.approved({
      name: 'f-day',
      finishFails: 1_000,
    });
    await eventually(
      async () => (await stage.pipeline.find(id)).state === 'finishing',
    );
    await stage.pipeline.expireDeadline(id);
    const row = await stage.pipeline.drive(id, 'needs-attention');
    expect(row.reason).toBe(
      'Write the catalog: The catalog does not answer, [secret]',
    );
    const entry = await stage
      .knex('record')
      .where({ change_id: id, event: 'needs-attention' })
      .first();
    expect(entry.body.message).toContain(
      'The write-back did not succeed within a day.',
    );
    expect(
      await stage.knex('change_locks').where({ change_id: id }),
    ).toHaveLength(1);
  });

  it('ends by recovery when what was applied is undone, and frees its place', async () => {
    const id = await stage.pipeline.approved({
      ...{ name: 'f-undone', undone: true, absent: true },
      recover: ['absent'],
    });
    const row = await stage.pipeline.drive(id, 'failed');
    expect(row.attempt).toBe(1);
    const events = await stage
      .knex('record')
      .where({ change_id: id })
      .orderBy('seq')
      .select('event', 'body');
    const [recovering] = events.filter(({ event }) => event === 'recovering');
    expect(recovering.body.message).toBe('Somebody took it back, [secret]');
    expect(events.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['finishing', 'recovering', 'failed']),
    );
    expect(
      await stage.knex('change_locks').where({ change_id: id }),
    ).toHaveLength(0);
  });

  it('frees the place for the next one in line', async () => {
    const first = await stage.pipeline.approved({
      name: 'f-first',
      gates: ['finish'],
      locks: ['f'],
    });
    await world.reached('f-first', 'finish');
    const second = await stage.pipeline.approved({
      name: 'f-second',
      locks: ['f'],
    });
    await eventually(async () =>
      (await stage.pipeline.find(second)).reason?.includes(`#${first}`),
    );
    expect(world.spawns('f-second')).toBe(0);
    world.open('f-first', 'finish');
    await stage.pipeline.drive(first, 'succeeded');
    expect((await stage.pipeline.drive(second, 'succeeded')).reason).toBeNull();
  });

  it('takes one lock for a key that is asked for twice', async () => {
    const id = await stage.pipeline.approved({
      name: 'f-twice',
      locks: ['twice', 'twice'],
    });
    const row = await stage.pipeline.drive(
      id,
      'succeeded',
      'expired',
      'denied',
    );
    expect(row.state).toBe('succeeded');
  });
});

describe('the cleanup', () => {
  const absentFailure = {
    attempts: [{ exit: 1, effect: false }],
    recover: ['absent' as const],
  };

  it('keeps everything without proof, shows an orphan after an hour, and goes on trying', async () => {
    const id = await stage.pipeline.approved({
      name: 'k-kept',
      ...absentFailure,
      absent: false,
    });
    await stage.pipeline.drive(id, 'failed');
    await stage.pipeline.worker.idle();
    const row = await stage.pipeline.find(id);
    expect(row).toMatchObject({
      cleanup: 'pending',
      evidence: {
        cleanup: 'Kept, because absence is not proven: It is there.',
      },
    });
    expect(
      await stage.knex('claims').where({ change_id: id, released_at: null }),
    ).toHaveLength(2);
    expect(world.lines('k-kept.released')).toEqual([]);
    await stage
      .knex('changes')
      .where({ id })
      .update({
        ended_at: stage.knex.raw("clock_timestamp() - interval '2 hours'"),
      });
    await eventually(async () => {
      stage.pipeline.worker.wake(String(id));
      return (await stage.pipeline.find(id)).cleanup === 'stuck';
    });
    // The obstacle goes away: an orphan is not for ever.
    await stage
      .knex('changes')
      .where({ id })
      .update({
        input: JSON.stringify({
          name: 'k-kept',
          owner: 'group:default/team-a',
        }),
      });
    await stage.pipeline.worker.idle();
    await stage
      .knex('changes')
      .where({ id })
      .update({ wake_at: stage.knex.raw('clock_timestamp()') });
    await stage.pipeline.worker.sweep();
    await stage.pipeline.worker.idle();
    expect((await stage.pipeline.find(id)).cleanup).toBe('done');
    expect(world.lines('k-kept.released')).toHaveLength(1);
  });

  it('runs once, also when two workers are woken for it', async () => {
    const other = await stage.replica();
    const id = await stage.pipeline.submit({ name: 'k-once' });
    await stage.pipeline.drive(id, 'awaiting-approval');
    await stage.pipeline.cancel(id);
    other.worker.wake(String(id));
    await Promise.all([stage.pipeline.cleaned(id), other.cleaned(id)]);
    await Promise.all([stage.pipeline.worker.idle(), other.worker.idle()]);
    expect(world.lines('k-once.released')).toHaveLength(1);
    expect(
      await stage.knex('quota_holds').where({ change_id: id }).first(),
    ).toMatchObject({ state: 'released' });
  });

  it('leaves the only copy of a state where it is', async () => {
    const id = await stage.pipeline.approved({
      name: 'k-state',
      gates: ['verify'],
    });
    await world.reached('k-state', 'verify');
    const work = join(world.dir, '.runs', String(id), 'work');
    await mkdir(work, { recursive: true });
    await writeFile(join(work, 'errored.tfstate'), '{}');
    world.open('k-state', 'verify');
    await stage.pipeline.drive(id, 'succeeded');
    await stage.pipeline.worker.idle();
    expect(existsSync(join(work, 'errored.tfstate'))).toBe(true);
  });
});
