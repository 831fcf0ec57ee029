import { ServiceUnavailableError } from '@backstage/errors';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { ScriptedKind, SECRET } from './ScriptedKind';
import { usePipeline } from './usePipeline';

const stage = usePipeline();
const { world } = stage;

/** A pipeline whose plan goes as given. */
const withPlan = (plan: ScriptedKind['plan']) =>
  stage.replica({ kinds: [new ScriptedKind(world, { plan })] });

describe('planning', () => {
  it('fails at once with the message of what repeating cannot mend, without its secrets', async () => {
    const pipeline = await withPlan(async () => {
      throw new Error(`The module needs password ${SECRET} elsewhere`);
    });
    const id = await pipeline.submit({ name: 'plan-bug' });
    const row = await pipeline.cleaned(id);
    expect(row).toMatchObject({
      state: 'failed',
      reason: 'The module needs password [secret] elsewhere',
    });
    expect(
      JSON.stringify(await stage.knex('record').where({ change_id: id })),
    ).not.toContain(SECRET);
    expect(
      await stage.knex('claims').where({ change_id: id, released_at: null }),
    ).toEqual([]);
  });

  it('waits for an upstream that does not answer, and expires with its words', async () => {
    const pipeline = await withPlan(async () => {
      throw new ServiceUnavailableError('NetBox does not answer');
    });
    const id = await pipeline.submit({ name: 'plan-down' });
    const waiting = await eventually(async () => {
      const row = await pipeline.find(id);
      return row.reason !== null && row.lease_until === null && row;
    });
    expect(waiting).toMatchObject({
      state: 'planning',
      reason: 'NetBox does not answer',
    });
    expect(waiting.wake_at!.getTime() - Date.now()).toBeGreaterThan(2_000);
    await pipeline.expireDeadline(id);
    const row = await pipeline.drive(id, 'expired');
    expect(row.reason).toBe(
      'No plan within 10 minutes: NetBox does not answer',
    );
  });

  it('that hangs is stopped at its deadline', async () => {
    const id = await stage.pipeline.submit({
      name: 'plan-hangs',
      gates: ['plan-engine'],
    });
    await world.reached('plan-hangs', 'plan-engine');
    await stage.pipeline.expireDeadline(id);
    const row = await stage.pipeline.drive(
      id,
      'expired',
      'failed',
      'awaiting-approval',
    );
    expect(world.signals('plan-hangs')).toBe(1);
    expect(row.state).toBe('expired');
  });

  it('ends the engine a dead worker left, before it starts its own', async () => {
    const id = await stage.pipeline.submit({
      name: 'plan-left',
      gates: ['plan-engine'],
    });
    await world.reached('plan-left', 'plan-engine');
    const other = await stage.replica();
    await stage.pipeline.expireLeases();
    other.worker.wake(String(id));
    await eventually(() => world.signals('plan-left') === 1);
    world.open('plan-left', 'plan-engine');
    await other.drive(id, 'awaiting-approval');
    const runs = await stage
      .knex('change_runs')
      .where({ change_id: id })
      .orderBy('started_at');
    expect(runs).toHaveLength(2);
    expect(runs[0].ended_at.getTime()).toBeLessThanOrEqual(
      runs[1].started_at.getTime(),
    );
  });

  it('refuses a plan that is too large to be read', async () => {
    const pipeline = await withPlan(async () => ({
      counts: { add: 1, change: 0, replace: 0, destroy: 0, reboot: 0 },
      lines: [],
      pins: { noise: 'x'.repeat(2 * 1024 * 1024) },
      fingerprint: {},
      blastRadius: [],
    }));
    const id = await pipeline.submit({ name: 'plan-large' });
    const row = await pipeline.drive(id, 'failed');
    expect(row.reason).toMatch(
      /^The plan has \d+ bytes, the limit is 2097152$/,
    );
  });

  it('shows what the database cannot store as it is, and is approved all the same', async () => {
    const pipeline = await withPlan(async ctx => {
      await ctx.putArtifact('plan', Buffer.from('p'));
      return {
        counts: { add: 1, change: 0, replace: 0, destroy: 0, reboot: 0 },
        lines: [
          {
            action: 'add',
            address: 'a',
            title: `NUL \u0000, half \ud83d, ${SECRET}`,
            attributes: [],
          },
        ],
        pins: {},
        fingerprint: {
          at: new Date(0) as never,
          gone: undefined,
          minus: -0,
          tiny: 5e-324,
          text: '\u0000',
        },
        blastRadius: [],
      };
    });
    const id = await pipeline.submit({ name: 'plan-odd' });
    const row = await pipeline.drive(id, 'awaiting-approval', 'failed');
    expect(row.plan?.lines[0].title).toBe('NUL \ufffd, half \ufffd, [secret]');
    await pipeline.approve(id);
    await pipeline.drive(id, 'succeeded', 'awaiting-approval');
    // A digest that did not survive the database would have voided the approval.
    expect(await pipeline.events(id)).not.toContain('superseded');
  });

  it('denies what the rules deny now, and what is taken', async () => {
    const poor = await stage.replica({
      config: {
        policy: {
          quota: { default: { vms: 1, cores: 2, memoryGib: 4, diskGib: 100 } },
        },
      },
    });
    const id = await poor.submit({ name: 'plan-quota', cores: 999 });
    const row = await poor.cleaned(id);
    expect(row.state).toBe('denied');
    expect(row.reason).toContain('group:default/team-a would use');
    const first = await stage.pipeline.submit({ name: 'plan-taken' });
    await stage.pipeline.drive(first, 'awaiting-approval');
    const second = await stage.pipeline.submit({ name: 'plan-taken' });
    expect((await stage.pipeline.drive(second, 'denied')).reason).toBe(
      `plan-taken in name:test is held by change #${first}`,
    );
  });

  it('lets an owner make two plans at once; the others wait where no deadline runs', async () => {
    const pipeline = await stage.replica({
      config: { limits: { plansPerOwner: 2 } },
    });
    const names = ['slot-1', 'slot-2', 'slot-3'];
    // Other plans of this owner would take the places.
    await stage
      .knex('changes')
      .where({ state: 'planning' })
      .update({ owner: 'group:default/gone' });
    const ids: number[] = [];
    for (const name of names) {
      ids.push(await pipeline.submit({ name, gates: ['plan'] }));
    }
    await eventually(
      () => names.filter(name => world.hasReached(name, 'plan')).length === 2,
    );
    const rest = names.findIndex(name => !world.hasReached(name, 'plan'));
    expect(await pipeline.find(ids[rest])).toMatchObject({
      state: 'requested',
      deadline_at: null,
    });
    names.forEach(name => world.open(name, 'plan'));
    await Promise.all(ids.map(id => pipeline.drive(id, 'awaiting-approval')));
    expect(world.hasReached(names[rest], 'plan')).toBe(true);
  });
});

describe('an error that stays', () => {
  it('is tried again after a pause that grows', async () => {
    const pipeline = await stage.replica({
      kinds: [
        new ScriptedKind(world, {
          recheck: async () => {
            throw new ServiceUnavailableError('The world does not answer');
          },
        }),
      ],
    });
    const id = await pipeline.approved({ name: 'err-grows' });
    const pauses: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      pipeline.worker.wake(String(id));
      await pipeline.worker.idle();
      const { wake_at: wakeAt } = await pipeline.find(id);
      pauses.push(Math.round((wakeAt!.getTime() - Date.now()) / 5_000));
    }
    expect(pauses).toEqual([1, 2, 4, 8]);
    // It holds nothing meanwhile: nothing was begun.
    expect(await stage.knex('change_locks').where({ change_id: id })).toEqual(
      [],
    );
    await pipeline.expireDeadline(id);
    await pipeline.drive(id, 'expired');
    expect(await stage.knex('change_locks').where({ change_id: id })).toEqual(
      [],
    );
  });

  it('does not keep a change of an uninstalled kind from ending', async () => {
    const without = await stage.replica({ kinds: [] });
    const id = await stage.pipeline.submit({ name: 'err-kind' });
    await stage.pipeline.drive(id, 'awaiting-approval');
    await stage.pipeline.expireDeadline(id);
    await without.worker.sweep();
    await without.worker.idle();
    expect((await without.find(id)).state).toBe('expired');
    const { wake_at: wakeAt } = await without.find(id);
    expect(wakeAt!.getTime() - Date.now()).toBeGreaterThan(2_000);
  });

  it('of a last look is no reason to look again: the approval is void', async () => {
    const pipeline = await stage.replica({
      kinds: [
        new ScriptedKind(world, {
          recheck: async () => {
            throw new Error('The disk list cannot be read');
          },
        }),
      ],
    });
    const id = await pipeline.approved({ name: 'err-recheck' });
    const row = await pipeline.drive(id, 'denied');
    expect(row).toMatchObject({
      reason: 'The disk list cannot be read',
      approval: null,
    });
  });

  it('of a command that cannot start goes to recovery, and the attempt counts', async () => {
    const pipeline = await stage.replica({
      kinds: [
        new ScriptedKind(world, {
          prepareApply: async () => {
            throw new Error(`Cannot decrypt the plan of ${SECRET}`);
          },
        }),
      ],
    });
    const id = await pipeline.approved({
      name: 'err-prepare',
      recover: ['absent'],
    });
    await pipeline.drive(id, 'failed');
    const entry = await stage
      .knex('record')
      .where({ change_id: id, event: 'recovering' })
      .first();
    expect(entry.body.message).toBe(
      'The engine was not started: Cannot decrypt the plan of [secret]',
    );
  });
});
