import {
  changeStates,
  isTerminal,
  nextStates,
} from '@orion/backstage-plugin-orion-changes-common';
import { inState, insertChange, newChange } from '../tests/rows';
import { usePipeline } from '../tests/usePipeline';
import { ChangeStore } from './ChangeStore';

const stage = usePipeline();
const actor = { type: 'system' as const, ref: 'test' };
const store = () => ChangeStore.create({ knex: stage.knex });

describe('a transition', () => {
  const pairs = changeStates.flatMap(from =>
    changeStates.map(to => [from, to] as const),
  );
  const allowed = pairs.filter(([from, to]) => nextStates[from].includes(to));
  const forbidden = pairs.filter(
    ([from, to]) => !nextStates[from].includes(to),
  );

  it.each(allowed)(
    '%s -> %s moves the row and its record together',
    async (from, to) => {
      const before = await inState(stage.knex, from);
      const row = await store().transition(before.id, {
        from,
        to,
        version: before.version,
        actor,
        message: 'moved',
        deadlineMs: 60_000,
      });
      expect(row).toMatchObject({ state: to, version: before.version + 1 });
      expect(row.ended_at !== null).toBe(isTerminal(to));
      const records = await stage
        .knex('record')
        .where({ change_id: row.id })
        .orderBy('seq');
      expect(records[1].body).toMatchObject({ from, to, message: 'moved' });
    },
  );

  it('refuses every pair the table does not have', async () => {
    const answers = await Promise.allSettled(
      forbidden.map(([from, to]) =>
        store().transition('1', { from, to, version: 1, actor, message: '' }),
      ),
    );
    expect(forbidden).toHaveLength(changeStates.length ** 2 - allowed.length);
    expect(
      answers.filter(
        answer =>
          answer.status === 'rejected' && answer.reason.name === 'InputError',
      ),
    ).toHaveLength(forbidden.length);
  });

  it('of ten at once happens once; the others learn where it is now', async () => {
    const row = await inState(stage.knex, 'awaiting-approval');
    const move = (to: 'approved' | 'rejected') =>
      store().transition(row.id, {
        from: 'awaiting-approval',
        to,
        version: 1,
        actor,
        message: '',
      });
    const answers = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        move(index % 2 ? 'approved' : 'rejected'),
      ),
    );
    const lost = answers.filter(answer => answer.status === 'rejected');
    expect(lost).toHaveLength(9);
    const { state } = await store().get(row.id);
    expect(new Set(lost.map(answer => answer.reason.message))).toEqual(
      new Set([`Change #${row.id} is ${state} by now: nothing was done`]),
    );
    expect(
      await stage.knex('record').where({ change_id: row.id }),
    ).toHaveLength(2);
  });

  it('leaves nothing behind when what belongs to it fails', async () => {
    const row = await inState(stage.knex, 'approved');
    const move = store().transition(row.id, {
      from: 'approved',
      to: 'applying',
      version: 1,
      actor,
      message: '',
      within: async tx => {
        await tx('change_locks').insert({
          key: 'k',
          change_id: row.id,
          mode: 'shared',
          fence: 0,
        });
        throw new Error('no');
      },
    });
    await expect(move).rejects.toThrow('no');
    expect((await store().get(row.id)).state).toBe('approved');
    expect(
      await stage.knex('change_locks').where({ change_id: row.id }),
    ).toEqual([]);
  });

  it('tells a lost lease, a stale version, a passed deadline and a missing change apart', async () => {
    const row = await insertChange(stage.knex, {
      state: 'approved',
      fence: '7',
      deadline_at: new Date(0),
    });
    const move = (more: object, id = row.id) =>
      store().transition(id, {
        from: 'approved',
        to: 'applying',
        version: 1,
        actor,
        message: '',
        ...more,
      });
    await expect(move({ fence: '6' })).rejects.toMatchObject({
      name: 'LeaseLostError',
    });
    await expect(move({ version: 2 })).rejects.toMatchObject({
      name: 'ConflictError',
    });
    await expect(move({ beforeDeadline: true })).rejects.toThrow(
      'ran out of time in approved',
    );
    await expect(move({}, '999999')).rejects.toMatchObject({
      name: 'NotFoundError',
    });
  });

  it('stores texts the database has no form for', async () => {
    const row = await inState(stage.knex, 'requested');
    const moved = await store().transition(row.id, {
      from: 'requested',
      to: 'denied',
      version: 1,
      actor,
      message: 'NUL \u0000',
      set: { reason: 'half \ud83d', evidence: { text: '\u0000' } },
    });
    expect(moved).toMatchObject({
      reason: 'half \ufffd',
      evidence: { text: '\ufffd' },
    });
    expect((await stage.pipeline.verifyRecord()).problems).toEqual([]);
  });
});

describe('insert', () => {
  it('of the same key at once stores one row', async () => {
    const change = newChange({ idempotencyKey: 'same-key' });
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => store().insert(change)),
    );
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(answers.map(({ row }) => row.id)).size).toBe(1);
  });

  it('does not ask for admission when the key is known', async () => {
    const change = newChange({ idempotencyKey: 'known-key' });
    await store().insert(change);
    const refuse = async () => {
      throw new Error('full');
    };
    expect(await store().insert(change, refuse)).toMatchObject({
      created: false,
    });
    await expect(store().insert(newChange(), refuse)).rejects.toThrow('full');
  });
});

describe('fenced writes', () => {
  it('of a worker that lost its lease are refused', async () => {
    const row = await insertChange(stage.knex, {
      state: 'planning',
      fence: '5',
    });
    const lost = { name: 'LeaseLostError' };
    await expect(
      store().patch(row.id, '4', { reason: 'x' }),
    ).rejects.toMatchObject(lost);
    await expect(
      store().mergeFacts(row.id, '4', { a: 1 }),
    ).rejects.toMatchObject(lost);
    await expect(
      store().note(row.id, { event: 'note', actor, message: 'x' }, '4'),
    ).rejects.toMatchObject(lost);
    expect(await store().mergeFacts(row.id, '5', { a: 1 })).toEqual({ a: 1 });
    expect(await store().mergeFacts(row.id, '5', { b: null })).toEqual({
      a: 1,
      b: null,
    });
  });
});

describe('requestCancel', () => {
  it.each(['planning', 'applying', 'recovering'] as const)(
    'is noted once in %s',
    async state => {
      const row = await inState(stage.knex, state);
      await store().requestCancel(row.id, actor, 'stop');
      await store().requestCancel(row.id, actor, 'stop!');
      expect((await store().get(row.id)).cancel_requested_at).not.toBeNull();
      expect(
        await stage
          .knex('record')
          .where({ change_id: row.id, event: 'cancel-requested' }),
      ).toHaveLength(1);
    },
  );

  it.each(['verifying', 'finishing', 'needs-attention', 'succeeded'] as const)(
    'is refused in %s',
    async state => {
      const row = await inState(stage.knex, state);
      await expect(store().requestCancel(row.id, actor)).rejects.toMatchObject({
        name: 'ConflictError',
      });
      expect((await store().get(row.id)).cancel_requested_at).toBeNull();
    },
  );
});
