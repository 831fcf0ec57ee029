import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { groupRef } from './people';
import { usePipeline } from './usePipeline';

const POLICY = { maxBlastRadius: 0 };
const NO_EXECUTOR = { executor: { enabled: false, concurrency: 40 } };
// Decisions only: what runs, runs where a test drives it.
const stage = usePipeline({ config: { ...NO_EXECUTOR, policy: POLICY } });
const { world } = stage;

const planned = async (name: string, as = 'requester') => {
  const id = await stage.pipeline.submit({ name }, as);
  await stage.pipeline.drive(id, 'awaiting-approval');
  return id;
};
const settled = async (work: Promise<unknown>[]) =>
  (await Promise.allSettled(work)).map(({ status }) => status).sort();

describe('a decision', () => {
  it('is refused to the requester, to members of other groups and for another digest', async () => {
    const id = await planned('d-who');
    await expect(stage.pipeline.approve(id, 'requester')).rejects.toThrow(
      'You requested this change, so somebody else decides.',
    );
    await expect(stage.pipeline.approve(id, 'colleague')).rejects.toThrow(
      'Approving needs a member of group:default/approvers.',
    );
    await expect(
      stage.pipeline.approve(id, 'approver', '0'.repeat(64)),
    ).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('The plan changed since you saw it'),
    });
    expect((await stage.pipeline.find(id)).state).toBe('awaiting-approval');
  });

  it('is refused to a plugin that acts for an approver, and to a foreign sign-in', async () => {
    const id = await planned('d-actor');
    const { plan_digest: digest } = await stage.pipeline.find(id);
    const approver = await stage.pipeline.caller('approver');
    const decide = (idToken: string, actor?: string) =>
      stage.pipeline.changes.approve(
        String(id),
        { digest: digest!, idToken },
        { ...approver, actor },
      );
    await expect(decide('approver', 'plugin:scaffolder')).rejects.toThrow(
      'plugin:scaffolder acts for you here',
    );
    await expect(decide('second')).rejects.toThrow(
      'The sign-in proof is for second@example.org',
    );
    await expect(decide('approver')).resolves.toBeUndefined();
  });

  it('is taken once when two replicas race, whoever decides what', async () => {
    const other = await stage.replica();
    const id = await planned('d-race');
    const reject = async () => {
      const { plan_digest: digest } = await stage.pipeline.find(id);
      await other.changes.reject(
        String(id),
        { digest: digest!, comment: 'no', idToken: 'second' },
        await other.caller('second'),
      );
    };
    expect(
      await settled([
        stage.pipeline.approve(id),
        other.approve(id, 'second'),
        reject(),
        stage.pipeline.approve(id, 'admin'),
      ]),
    ).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
    const events = await stage.pipeline.events(id);
    expect(
      events.filter(event => ['approved', 'rejected'].includes(event)),
    ).toHaveLength(1);
    await expect(stage.pipeline.approve(id, 'admin')).rejects.toMatchObject({
      name: 'ConflictError',
    });
  });

  it('comes too late after the deadline, also when no sweeper ran', async () => {
    const id = await planned('d-late');
    await stage.pipeline.expireDeadline(id);
    await expect(stage.pipeline.approve(id)).rejects.toMatchObject({
      name: 'ConflictError',
      message: `Change #${id} ran out of time in awaiting-approval`,
    });
    const row = await stage.pipeline.drive(id, 'expired');
    expect(row.reason).toBe('Nobody decided in time');
    expect((await stage.pipeline.cleaned(id)).cleanup).toBe('done');
  });

  it('races an expiry and a cancel on two replicas to one end', async () => {
    const other = await stage.replica();
    const id = await planned('d-end');
    await stage.pipeline.expireDeadline(id);
    const expire = other.drive(id, 'expired', 'cancelled');
    await Promise.allSettled([
      stage.pipeline.cancel(id),
      stage.pipeline.approve(id),
      expire,
    ]);
    const events = await stage.pipeline.events(id);
    expect(
      events.filter(event =>
        ['approved', 'expired', 'cancelled'].includes(event),
      ),
    ).toHaveLength(1);
    expect(['expired', 'cancelled']).toContain(
      (await stage.pipeline.find(id)).state,
    );
  });
});

describe('the claim for the apply', () => {
  const approved = async (name: string) => {
    const id = await planned(name);
    await stage.pipeline.approve(id);
    return id;
  };
  /** Why it was denied; fails when anything was started or is still held. */
  const denied = async (id: number, by = stage.pipeline) => {
    const row = await by.drive(id, 'denied', 'succeeded');
    expect(row).toMatchObject({ state: 'denied', approval: null });
    expect(world.spawns(row.target.name)).toBe(0);
    expect(await stage.knex('change_locks').where({ change_id: id })).toEqual(
      [],
    );
    return row.reason;
  };

  it('denies when the policy changed since', async () => {
    const id = await approved('p-changed');
    const other = await stage.replica({
      config: { ...NO_EXECUTOR, policy: { ...POLICY, maxBlastRadius: 5 } },
    });
    expect(await denied(id, other)).toContain(
      'The policy changed since the approval.',
    );
  });

  it('denies in the words of the rule that changed, a freeze for example', async () => {
    const id = await approved('p-freeze');
    const freeze = {
      from: '2020-01-01T00:00:00Z',
      to: '2099-01-01T00:00:00Z',
      reason: 'audit',
    };
    const frozen = await stage.replica({
      config: { ...NO_EXECUTOR, policy: { ...POLICY, freezes: [freeze] } },
    });
    expect(await denied(id, frozen)).toContain(
      'Frozen until 2099-01-01T00:00:00.000Z: audit',
    );
  });

  it('denies when a freeze that was announced has begun', async () => {
    const soon = {
      from: new Date(Date.now() + 2_000).toISOString(),
      to: '2099-01-01T00:00:00Z',
      reason: 'audit',
    };
    const replica = await stage.replica({
      config: { ...NO_EXECUTOR, policy: { ...POLICY, freezes: [soon] } },
    });
    const id = await replica.submit({ name: 'p-begun' });
    await replica.drive(id, 'awaiting-approval');
    await replica.approve(id);
    await eventually(() => Date.now() > new Date(soon.from).getTime());
    expect(await denied(id, replica)).toContain('Frozen until 2099-01-01');
  });

  it('denies when the approver has lost the role', async () => {
    const id = await approved('p-role');
    stage.pipeline.entities.get('user:default/approver')!.relations = [];
    expect(await denied(id)).toContain(
      'user:default/approver no longer belongs to group:default/approvers.',
    );
    stage.pipeline.entities.get('user:default/approver')!.relations = [
      { type: 'memberOf', targetRef: groupRef('approvers') },
    ];
  });

  it.each([
    [
      'the owner group',
      { relations: [] },
      'user:default/requester no longer belongs to group:default/team-a.',
    ],
    [
      'the catalog',
      undefined,
      'The catalog does not know user:default/requester',
    ],
  ])('denies when the requester has left %s', async (from, change, text) => {
    const id = await approved(`p-left ${from}`);
    const { entities } = stage.pipeline;
    const requester = entities.get('user:default/requester')!;
    if (change) {
      entities.set('user:default/requester', { ...requester, ...change });
    } else {
      entities.delete('user:default/requester');
    }
    const reason = await denied(id).finally(() =>
      entities.set('user:default/requester', requester),
    );
    expect(reason).toBe(text);
  });

  it('plans again when the world moved, and the old approval does not count', async () => {
    const id = await approved('p-moved');
    const first = (await stage.pipeline.find(id)).plan_digest;
    world.write('p-moved.recheck', 'Somebody took the number.\n');
    const again = await stage.pipeline.drive(id, 'awaiting-approval');
    expect(again).toMatchObject({ approval: null, attempt: 0 });
    expect(await stage.pipeline.events(id)).toContain('superseded');
    world.write('p-moved.recheck', '');
    await stage.pipeline.approve(id, 'second', again.plan_digest!);
    await stage.pipeline.drive(id, 'succeeded');
    expect(again.plan_digest).toBe(first);
    expect(world.effects('p-moved')).toHaveLength(1);
  });

  it('plans again when what is stored is not what was approved', async () => {
    const id = await approved('p-digest');
    await stage
      .knex('changes')
      .where({ id })
      .update({
        input: JSON.stringify({
          name: 'p-digest',
          owner: 'group:default/team-a',
          cores: 64,
        }),
      });
    const row = await stage.pipeline.drive(
      id,
      'awaiting-approval',
      'succeeded',
    );
    expect(row.state).toBe('awaiting-approval');
    expect(await stage.pipeline.events(id)).toContain('superseded');
    expect(world.spawns('p-digest')).toBe(0);
  });

  it('expires an approval that nobody started within its hour', async () => {
    const id = await approved('p-hour');
    await stage.pipeline.expireDeadline(id);
    const row = await stage.pipeline.drive(id, 'expired', 'succeeded');
    expect(row).toMatchObject({
      state: 'expired',
      reason: 'Not started within an hour of its approval',
    });
    expect(world.spawns('p-hour')).toBe(0);
  });

  it('approves by rule what a rule may, and gives up what never gets through', async () => {
    const auto = await stage.replica({
      config: {
        ...NO_EXECUTOR,
        policy: {
          autoApprove: [{ ruleId: 'small', kind: 'test.*', maxCores: 2 }],
        },
      },
    });
    const small = await auto.submit({ name: 'p-small', cores: 2 });
    expect(await auto.drive(small, 'succeeded')).toMatchObject({
      approval: { by: 'rule:small' },
    });
    const big = await auto.submit({ name: 'p-big', cores: 3 });
    expect(
      (await auto.drive(big, 'awaiting-approval', 'succeeded')).state,
    ).toBe('awaiting-approval');
    world.write('p-never.recheck', 'It moved again.\n');
    const never = await auto.submit({ name: 'p-never' });
    const row = await auto.drive(never, 'denied', 'succeeded');
    expect(row.reason).toBe('planned 3 times again. It moved again.');
  });
});
