import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { usePipeline } from './usePipeline';

const stage = usePipeline();
const { world } = stage;

describe('a cancel before anything was applied', () => {
  it('ends a plan that waits for a decision, and gives everything back', async () => {
    const id = await stage.pipeline.submit({ name: 'c-waiting' });
    await stage.pipeline.drive(id, 'awaiting-approval');
    await stage.pipeline.cancel(id);
    const row = await stage.pipeline.cleaned(id);
    expect(row.state).toBe('cancelled');
    expect(
      await stage.knex('claims').where({ change_id: id, released_at: null }),
    ).toEqual([]);
    expect(world.lines('c-waiting.released')).toHaveLength(1);
  });

  it('ends an approved change that waits for a lock, and frees its own at once', async () => {
    const holder = await stage.pipeline.approved({
      name: 'c-holder',
      gates: ['verify'],
      locks: ['c-lock'],
    });
    await world.reached('c-holder', 'verify');
    // Its cleanup hangs, which must not keep others from the lock.
    const id = await stage.pipeline.approved({
      name: 'c-locked',
      gates: ['release'],
      locks: ['c-lock'],
    });
    const waiting = await eventually(async () => {
      const row = await stage.pipeline.find(id);
      return row.reason?.includes('c-lock') && row;
    });
    expect(waiting.reason).toBe(`Waiting for c-lock, held by #${holder}`);
    await stage.pipeline.cancel(id);
    expect((await stage.pipeline.find(id)).state).toBe('cancelled');
    expect(await stage.knex('change_locks').where({ change_id: id })).toEqual(
      [],
    );
    world.open('c-locked', 'release');
    world.open('c-holder', 'verify');
    await stage.pipeline.drive(holder, 'succeeded');
  });

  it('stops a plan in progress: its engine gets one signal and no plan is stored', async () => {
    const id = await stage.pipeline.submit({
      name: 'c-plan',
      gates: ['plan-engine'],
    });
    await world.reached('c-plan', 'plan-engine');
    await stage.pipeline.cancel(id);
    const row = await stage.pipeline.cleaned(id);
    expect(row).toMatchObject({ state: 'cancelled', plan_digest: null });
    expect(world.signals('c-plan')).toBe(1);
    expect(await stage.pipeline.events(id)).toEqual([
      'requested',
      'planning',
      'cancel-requested',
      'cancelled',
    ]);
  });

  it('that comes while a plan is made ends it before anybody decides', async () => {
    const id = await stage.pipeline.submit({
      name: 'c-reserve',
      gates: ['reserve'],
    });
    await world.reached('c-reserve', 'reserve');
    await stage.pipeline.cancel(id);
    world.open('c-reserve', 'reserve');
    expect((await stage.pipeline.cleaned(id)).state).toBe('cancelled');
    expect(
      await stage.knex('claims').where({ change_id: id, released_at: null }),
    ).toEqual([]);
  });
});

describe('a cancel of a running engine', () => {
  it('sends one signal, however often and by whomever it is asked for', async () => {
    const id = await stage.pipeline.approved({
      name: 'c-once',
      gates: ['engine-after'],
    });
    await world.reached('c-once', 'engine-after');
    await Promise.all([
      stage.pipeline.cancel(id),
      stage.pipeline.cancel(id, 'colleague'),
      stage.pipeline.cancel(id, 'approver'),
    ]);
    await eventually(() => world.signals('c-once') > 0);
    await stage.pipeline.cancel(id);
    // The current resource ends first: this engine goes on until it is done.
    world.open('c-once', 'engine-after');
    await stage.pipeline.drive(id, 'succeeded');
    expect(world.signals('c-once')).toBe(1);
    const events = await stage.pipeline.events(id);
    expect(events.filter(event => event === 'cancel-requested')).toHaveLength(
      1,
    );
    expect(events).toContain('recovering');
  });

  it('before its effect: ends cancelled, with proof of absence and nothing kept', async () => {
    const id = await stage.pipeline.approved({
      name: 'c-early',
      gates: ['engine-before'],
    });
    await world.reached('c-early', 'engine-before');
    await stage.pipeline.cancel(id);
    const row = await stage.pipeline.cleaned(id);
    expect(row.state).toBe('cancelled');
    expect(world.effects('c-early')).toEqual([]);
    expect(world.spawns('c-early')).toBe(1);
    expect(
      await stage.knex('quota_holds').where({ change_id: id }).first(),
    ).toMatchObject({
      state: 'released',
    });
  });

  it('that another worker takes up in recovery is honoured there, once', async () => {
    const id = await stage.pipeline.approved({
      name: 'c-adopted',
      gates: ['engine-before'],
    });
    await world.reached('c-adopted', 'engine-before');
    const other = await stage.replica();
    // As after a lost lease whose engine still runs.
    await stage.knex('changes').where({ id }).update({ state: 'recovering' });
    await stage.pipeline.expireLeases();
    const driven = other.drive(id, 'cancelled', 'failed', 'needs-attention');
    await eventually(
      async () => (await stage.pipeline.find(id)).lease_until! > new Date(),
    );
    await other.cancel(id);
    expect((await driven).state).toBe('cancelled');
    expect(world.signals('c-adopted')).toBe(1);
    expect(world.effects('c-adopted')).toEqual([]);
  });
});

describe('a cancel that comes too late', () => {
  it.each(['verify', 'finish'])('is refused at %s', async gate => {
    const name = `c-late-${gate}`;
    const id = await stage.pipeline.approved({ name, gates: [gate] });
    await world.reached(name, gate);
    await expect(stage.pipeline.cancel(id)).rejects.toMatchObject({
      name: 'ConflictError',
      message: 'Already applied: undo or destroy instead.',
    });
    world.open(name, gate);
    await stage.pipeline.drive(id, 'succeeded');
    await expect(stage.pipeline.cancel(id)).rejects.toThrow(
      'The change has ended: succeeded.',
    );
  });

  it('is not for strangers', async () => {
    const id = await stage.pipeline.submit({ name: 'c-stranger' });
    await stage.pipeline.drive(id, 'awaiting-approval');
    await expect(stage.pipeline.cancel(id, 'stranger')).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
    expect((await stage.pipeline.find(id)).state).toBe('awaiting-approval');
  });
});
