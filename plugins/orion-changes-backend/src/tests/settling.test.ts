import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { usePipeline } from './usePipeline';

const stage = usePipeline();
const { world } = stage;

/** A change that a person has to look at; with `made`, its engine did its work before. */
async function stuck(name: string, made: boolean, more: object = {}) {
  const id = await stage.pipeline.approved({
    name,
    attempts: [{ exit: 1, effect: made }],
    recover: ['needs-attention'],
    ...more,
  });
  await stage.pipeline.drive(id, 'needs-attention');
  return id;
}

async function settle(
  id: number,
  outcome: 'succeeded' | 'failed',
  as: string,
): Promise<void> {
  await stage.pipeline.changes.settle(
    String(id),
    { outcome, comment: `${as} looked`, idToken: as },
    await stage.pipeline.caller(as),
  );
}

/** Works on a change until its settlement is as asked. */
async function settled(id: number, holds: (settlement: any) => boolean) {
  await eventually(async () => {
    stage.pipeline.worker.wake(String(id));
    const row = await stage.pipeline.find(id);
    return row.lease_until === null && holds(row.settlement);
  });
  return stage.pipeline.find(id);
}

describe('a person who says that it has succeeded', () => {
  it('is believed when verification and write-back pass', async () => {
    const id = await stuck('s-made', true);
    await settle(id, 'succeeded', 'colleague');
    const row = await stage.pipeline.drive(id, 'succeeded');
    expect(row).toMatchObject({ reason: null, evidence: null, attempt: 1 });
    expect(world.lines('s-made.finished')).toHaveLength(1);
    expect(await stage.pipeline.events(id)).toEqual(
      expect.arrayContaining(['settlement-requested', 'succeeded']),
    );
    const holds = await stage.knex('quota_holds').where({ change_id: id });
    expect(holds).toMatchObject([{ state: 'live' }]);
    expect(await stage.knex('change_locks').where({ change_id: id })).toEqual(
      [],
    );
  });

  it('is told what verification found instead, and nothing ends', async () => {
    const id = await stuck('s-not-made', false);
    await settle(id, 'succeeded', 'colleague');
    const row = await settled(id, settlement => settlement === null);
    expect(row).toMatchObject({
      state: 'needs-attention',
      reason: 'It is a fail.',
    });
    expect(world.lines('s-not-made.finished')).toEqual([]);
    expect(await stage.pipeline.events(id)).toContain('settlement-refused');
    expect(
      await stage.knex('change_locks').where({ change_id: id }),
    ).toHaveLength(1);
  });

  it('waits for a write-back that works only later', async () => {
    const id = await stuck('s-later', true, { finishFails: 1 });
    await settle(id, 'succeeded', 'colleague');
    await stage.pipeline.drive(id, 'succeeded');
    expect(world.lines('s-later.finishes')).toHaveLength(2);
  });
});

describe('a person who says that it has failed', () => {
  it('needs proof of absence and a second person', async () => {
    const id = await stuck('s-absent', false);
    await settle(id, 'failed', 'approver');
    const proven = await settled(id, ({ provenAt }) => Boolean(provenAt));
    expect(proven.state).toBe('needs-attention');
    await expect(settle(id, 'failed', 'approver')).rejects.toThrow(
      'You said so yourself, so somebody else confirms.',
    );
    await expect(settle(id, 'failed', 'colleague')).rejects.toThrow(
      'Confirming needs a member of group:default/approvers.',
    );
    await expect(settle(id, 'succeeded', 'second')).rejects.toMatchObject({
      name: 'ConflictError',
    });
    await settle(id, 'failed', 'second');
    const row = await stage.pipeline.cleaned(id);
    expect(row).toMatchObject({
      state: 'failed',
      settlement: {
        by: 'user:default/approver',
        confirmedBy: 'user:default/second',
      },
    });
    expect(
      await stage.knex('claims').where({ change_id: id, released_at: null }),
    ).toEqual([]);
  });

  it('is not believed while something of it is there', async () => {
    const id = await stuck('s-there', true);
    await settle(id, 'failed', 'approver');
    const row = await settled(id, settlement => settlement === null);
    expect(row).toMatchObject({
      state: 'needs-attention',
      reason: 'It is there.',
    });
    expect(world.lines('s-there.released')).toEqual([]);
  });

  it('can be taken back by looking again', async () => {
    const id = await stuck('s-again', false);
    await settle(id, 'failed', 'approver');
    await settled(id, ({ provenAt }) => Boolean(provenAt));
    await stage.pipeline.changes.recover(
      String(id),
      'it came back',
      await stage.pipeline.caller('colleague'),
    );
    const row = await stage.pipeline.drive(id, 'succeeded');
    expect(row.settlement).toBeNull();
  });
});

it('takes one word of many at once', async () => {
  const id = await stuck('s-race', true);
  // Nobody judges the first one, and refuses it, before the others are said.
  await eventually(async () => {
    const until = stage.knex.raw(`clock_timestamp() + interval '1 minute'`);
    return stage
      .knex('changes')
      .where({ id, lease_until: null })
      .update({ lease_until: until });
  });
  const answers = await Promise.allSettled(
    ['approver', 'second', 'colleague', 'admin'].map((as, index) =>
      settle(id, index % 2 ? 'failed' : 'succeeded', as),
    ),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(
    1,
  );
  const requested = (await stage.pipeline.events(id)).filter(
    event => event === 'settlement-requested',
  );
  expect(requested).toHaveLength(1);
  await stage.knex('changes').where({ id }).update({ lease_until: null });
});

it('settles nothing that does not need attention, and nothing for strangers', async () => {
  const id = await stage.pipeline.submit({ name: 's-open' });
  await stage.pipeline.drive(id, 'awaiting-approval');
  await expect(settle(id, 'succeeded', 'approver')).rejects.toMatchObject({
    name: 'ConflictError',
  });
  const other = await stuck('s-stranger', true);
  await expect(settle(other, 'succeeded', 'stranger')).rejects.toMatchObject({
    name: 'NotAllowedError',
  });
  expect((await stage.pipeline.find(other)).settlement).toBeNull();
});
