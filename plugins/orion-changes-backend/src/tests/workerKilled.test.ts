import type { ChildProcess } from 'node:child_process';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import {
  killEngine,
  killHard,
  killPipelineProcesses,
  startPipelineProcess,
} from './killing';
import { ScriptedInput } from './ScriptedKind';
import { usePipeline } from './usePipeline';

type Story = Partial<ScriptedInput> & { name: string };

// Nothing is woken here by itself: what is to be killed runs in the other process.
const stage = usePipeline({
  config: { executor: { enabled: false, concurrency: 40 } },
});
const { world } = stage;
afterAll(killPipelineProcesses);

/** Plans and approves here, so that the process to be killed goes on from there. */
async function allApproved(stories: Story[]) {
  const ids: Record<string, number> = {};
  for (const story of stories) {
    ids[story.name] = await stage.pipeline.submit(story);
  }
  await Promise.all(
    Object.values(ids).map(async id => {
      await stage.pipeline.drive(id, 'awaiting-approval');
      await stage.pipeline.approve(id);
    }),
  );
  return ids;
}

/** Kills the process that works on these changes, and lets its leases run out. */
async function killWorkerOf(child: ChildProcess, ids: number[]) {
  const held = await stage
    .knex('changes')
    .whereIn('id', ids)
    .andWhereLike('lease_owner', `%|${child.pid}|%`)
    .pluck('id');
  await killHard(child);
  expect(held.map(Number).sort()).toEqual([...ids].sort());
  await stage.pipeline.expireLeases();
}

describe('a worker killed with -9', () => {
  // One process stands at every gate at once and is killed once.
  const stories: (Story & { gate: string })[] = [
    { name: 'in-reserve', gate: 'reserve', gates: ['reserve'] },
    { name: 'in-plan', gate: 'plan', gates: ['plan'] },
    { name: 'in-recheck', gate: 'recheck', gates: ['recheck'] },
    { name: 'in-prepare', gate: 'prepare', gates: ['prepare'] },
    { name: 'in-spawn', gate: 'spawn', gates: ['spawn'] },
    {
      name: 'in-engine-before',
      gate: 'engine-before',
      gates: ['engine-before'],
    },
    { name: 'in-engine-after', gate: 'engine-after', gates: ['engine-after'] },
    {
      name: 'in-check',
      gate: 'check',
      gates: ['check'],
      locks: ['shared-lock'],
    },
    { name: 'in-verify', gate: 'verify', gates: ['verify'] },
    { name: 'in-finish', gate: 'finish', gates: ['finish'] },
    {
      name: 'in-recover',
      gate: 'recover',
      gates: ['recover'],
      attempts: [{ exit: 1, effect: false }],
    },
  ];
  const early = stories.filter(({ gate }) =>
    ['reserve', 'plan'].includes(gate),
  );
  const late = stories.filter(story => !early.includes(story));
  let ids: Record<string, number>;

  beforeAll(async () => {
    const strip = ({ gate: _gate, ...story }: Story & { gate: string }) =>
      story;
    ids = await allApproved(late.map(strip));
    for (const story of early) {
      ids[story.name] = await stage.pipeline.submit(strip(story));
    }
    // Nobody has begun with it, and nobody may: its lock is held by one at a gate.
    ids['wants-lock'] = await stage.pipeline.submit({
      name: 'wants-lock',
      locks: ['shared-lock'],
    });
    await stage.pipeline.drive(ids['wants-lock'], 'awaiting-approval');
    await stage.pipeline.approve(ids['wants-lock']);
    ids.waiting = await stage.pipeline.submit({ name: 'waiting' });
    await stage.pipeline.drive(ids.waiting, 'awaiting-approval');
    const child = await startPipelineProcess(stage.database.url, world);
    await Promise.all(
      stories.map(({ name, gate }) => world.reached(name, gate)),
    );
    ids.requested = await stage.pipeline.submit({ name: 'requested' });
    await killWorkerOf(
      child,
      stories.map(({ name }) => ids[name]),
    );
    stories.forEach(({ name, gate }) => world.open(name, gate));
  });

  it.each(stories.map(({ name }) => name))(
    '%s: exactly one effect, and it succeeds',
    async name => {
      const id = ids[name];
      if (name === 'in-reserve' || name === 'in-plan') {
        await stage.pipeline.drive(id, 'awaiting-approval');
        await stage.pipeline.approve(id);
      }
      const row = await stage.pipeline.drive(id, 'succeeded');
      expect(world.effects(name)).toEqual([`orion-change:${id}/${row.nonce}`]);
      expect(world.spawns(name)).toBe(name === 'in-recover' ? 2 : 1);
      expect(row.attempt).toBe(
        ['in-recover', 'in-spawn'].includes(name) ? 2 : 1,
      );
      expect(world.lines(`${name}.finished`)).toHaveLength(1);
      expect(
        await stage.knex('claims').where({ change_id: id, released_at: null }),
      ).toHaveLength(2);
    },
  );

  it('requested, or approved and waiting for a lock: goes on all the same', async () => {
    await stage.pipeline.drive(ids.requested, 'awaiting-approval');
    await stage.pipeline.approve(ids.requested);
    await stage.pipeline.drive(ids.requested, 'succeeded');
    await stage.pipeline.drive(ids['in-check'], 'succeeded');
    await stage.pipeline.drive(ids['wants-lock'], 'succeeded');
    expect(world.effects('requested')).toHaveLength(1);
    expect(world.effects('wants-lock')).toHaveLength(1);
  });

  it('waiting for approval: still waits, for the same plan', async () => {
    const before = await stage.pipeline.find(ids.waiting);
    expect(before.state).toBe('awaiting-approval');
    await stage.pipeline.approve(ids.waiting, 'approver', before.plan_digest!);
    await stage.pipeline.drive(ids.waiting, 'succeeded');
    expect(world.effects('waiting')).toHaveLength(1);
  });

  it('took a running engine up again and started no second one', async () => {
    const id = ids['in-engine-before'];
    await stage.pipeline.drive(id, 'succeeded');
    expect(await stage.pipeline.events(id)).toContain('note');
    expect(await stage.pipeline.events(id)).not.toContain('recovering');
    expect(
      await stage.knex('change_runs').where({ change_id: id, phase: 'apply' }),
    ).toHaveLength(1);
  });
});

describe('worker and engine killed together', () => {
  const stories: (Story & { gate: string })[] = [
    { name: 'both-before', gate: 'engine-before', gates: ['engine-before'] },
    { name: 'both-after', gate: 'engine-after', gates: ['engine-after'] },
  ];
  let ids: Record<string, number>;

  beforeAll(async () => {
    ids = await allApproved(
      stories.map(({ name, gates }) => ({ name, gates })),
    );
    const child = await startPipelineProcess(stage.database.url, world);
    await Promise.all(
      stories.map(({ name, gate }) => world.reached(name, gate)),
    );
    await eventually(async () => {
      const runs = await stage
        .knex('change_runs')
        .whereIn('change_id', Object.values(ids))
        .where({ phase: 'apply' })
        .whereNotNull('pid');
      return runs.length === stories.length;
    });
    await killWorkerOf(child, Object.values(ids));
    await Promise.all(Object.values(ids).map(id => killEngine(stage.knex, id)));
    stories.forEach(({ name, gate }) => world.open(name, gate));
  });

  it('before the effect: looks, finds nothing, applies once more', async () => {
    const id = ids['both-before'];
    const row = await stage.pipeline.drive(id, 'succeeded');
    expect(row.attempt).toBe(2);
    expect(world.effects('both-before')).toHaveLength(1);
    expect(await stage.pipeline.events(id)).toEqual(
      expect.arrayContaining(['recovering', 'applying', 'succeeded']),
    );
  });

  it('after the effect: looks, finds its own mark, applies nothing', async () => {
    const id = ids['both-after'];
    const row = await stage.pipeline.drive(id, 'succeeded');
    expect(row.attempt).toBe(1);
    expect(world.spawns('both-after')).toBe(1);
    expect(world.effects('both-after')).toEqual([
      `orion-change:${id}/${row.nonce}`,
    ]);
  });

  it('engine ends while nobody watches: its exit code counts', async () => {
    const ids2 = await allApproved([
      { name: 'alone', gates: ['engine-after'] },
    ]);
    const child = await startPipelineProcess(stage.database.url, world);
    await world.reached('alone', 'engine-after');
    await killHard(child);
    world.open('alone', 'engine-after');
    // A dead process of this host: the next start does not wait for its lease.
    const next = await startPipelineProcess(stage.database.url, world);
    const row = await eventually(async () => {
      const found = await stage.pipeline.find(ids2.alone);
      return found.state === 'succeeded' && found;
    });
    await killHard(next);
    expect(row.attempt).toBe(1);
    expect(await stage.pipeline.events(ids2.alone)).not.toContain('recovering');
  });
});
