import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { CheckpointSink } from '../record/CheckpointSink';
import { takeBackup } from './backup';
import { TestPipeline } from './testPipeline';
import { usePipeline } from './usePipeline';

const stage = usePipeline();
const { world } = stage;

const checkpoints = () => join(world.dir, '.checkpoints');

beforeAll(() => {
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(
    join(world.dir, '.signing'),
    privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );
});

/** A portal whose record is anchored; `start` compares and signs. */
const portal = () =>
  stage.replica({
    config: {
      record: {
        checkpointFile: checkpoints(),
        signingKeyFile: join(world.dir, '.signing'),
      },
    },
  });

const signed = () => world.lines('.checkpoints').map(line => JSON.parse(line));

async function report(pipeline: TestPipeline) {
  return eventually(async () => (await pipeline.safeMode.state(true)).report);
}

/** Runs one portal until the record as it is now is signed. */
async function signNow(): Promise<void> {
  const pipeline = await portal();
  await pipeline.start();
  await eventually(async () => {
    const { n } = await stage.knex('record_head').first();
    return signed().at(-1)?.count === Number(n);
  });
  await pipeline.stop();
}

describe('a database that was restored from a backup', () => {
  let restored: TestPipeline;
  let lost: number;
  let early: number;
  let gone: number;

  beforeAll(async () => {
    gone = await stage.pipeline.approved({ name: 'm-gone' });
    await stage.pipeline.drive(gone, 'succeeded');
    early = await stage.pipeline.submit({ name: 'm-early' });
    await stage.pipeline.drive(early, 'awaiting-approval');
    const restore = await takeBackup(stage.knex);
    // What happens after the backup: one is approved and made, another is new.
    await stage.pipeline.approve(early);
    await stage.pipeline.drive(early, 'succeeded');
    lost = await stage.pipeline.approved({ name: 'm-lost' });
    await stage.pipeline.drive(lost, 'succeeded');
    world.write('m-gone', '');
    await signNow();
    await restore();
    restored = await portal();
    await restored.start();
  });

  it('stops everything, says how much is lost, and voids what was open', async () => {
    const state = await restored.safeMode.state(false);
    expect(state).toMatchObject({ active: true, mayLeave: false });
    expect(state.reasons).toEqual([
      expect.stringMatching(
        /^The record has \d+ entries, the checkpoint of .* signed \d+: at least \d+ are lost\.$/,
      ),
    ]);
    expect(await stage.pipeline.find(early)).toMatchObject({
      state: 'needs-attention',
      approval: null,
      evidence: { restoredIn: 'awaiting-approval' },
    });
    expect(restored.told).toContainEqual({
      state: 'orion-changes',
      to: ['group:default/approvers'],
      title: 'Safe mode: the database is older than the real systems',
    });
    restored.worker.wake(String(early));
    await restored.worker.idle();
    expect((await stage.pipeline.find(early)).lease_owner).toBeNull();
    const closed = { name: 'ServiceUnavailableError' };
    await expect(restored.submit({ name: 'm-closed' })).rejects.toMatchObject(
      closed,
    );
    await expect(restored.approve(early)).rejects.toMatchObject(closed);
    await expect(
      restored.changes.recover(
        String(early),
        undefined,
        await restored.caller('colleague'),
      ),
    ).rejects.toThrow(/^Safe mode since .* Nothing runs until an admin/);
  });

  it('compares the world with what the database knows', async () => {
    const { findings, errors } = await report(restored);
    expect(errors).toEqual([]);
    expect(
      findings.map(({ type, changeId }) => [type, changeId]).sort(),
    ).toEqual(
      [
        ['missing', gone],
        ['open-change', early],
        ['unknown-change', lost],
      ].sort(),
    );
  });

  it('signs no checkpoint on top of what is lost', async () => {
    const before = signed().length;
    await (await portal()).start();
    expect(signed()).toHaveLength(before);
  });

  it('goes on when an admin takes it as it is, above every number given out', async () => {
    await restored.leaveSafeMode(await restored.caller('admin'), {
      comment: 'backup of last night',
      idToken: 'admin',
    });
    expect(signed().at(-1)).toMatchObject({
      accepted: { by: 'user:default/admin', comment: 'backup of last night' },
    });
    const next = await restored.submit({ name: 'm-next' });
    expect(next).toBeGreaterThan(lost);
    const verdict = await restored.verifyRecord();
    expect(verdict.problems).toEqual([]);
    expect(verdict.notes).toEqual([
      expect.stringContaining('user:default/admin took a restored database'),
    ]);
    // What was made in the lost part of history is not made again, and not let go.
    await restored.changes.recover(
      String(early),
      undefined,
      await restored.caller('colleague'),
    );
    const row = await restored.drive(early, 'needs-attention');
    expect(row.reason).toContain('m-early (test:world/');
    expect(world.effects('m-early')).toHaveLength(1);
  });

  it('is not noticed a second time', async () => {
    const again = await portal();
    await again.start();
    expect((await again.safeMode.state(true)).active).toBe(false);
  });
});

it('releases what was only ordered, once nothing bears its mark', async () => {
  const id = await stage.pipeline.submit({ name: 'm-ordered' });
  await stage.pipeline.drive(id, 'awaiting-approval');
  const restore = await takeBackup(stage.knex);
  await stage.pipeline.cancel(id);
  await signNow();
  await restore();
  const restored = await portal();
  await restored.start();
  await report(restored);
  await restored.leaveSafeMode(await restored.caller('admin'), {
    comment: 'as it is',
    idToken: 'admin',
  });
  await restored.changes.recover(
    String(id),
    undefined,
    await restored.caller('colleague'),
  );
  const row = await restored.cleaned(id);
  expect(row.state).toBe('failed');
  expect(row.reason).toContain('nothing bears the mark of this change');
});

describe('other signs', () => {
  const rewriteLast = (change: object) => {
    // Signed by the same key, as another server with this folder would.
    const { signature: _, ...last } = signed().at(-1);
    return { ...last, ...change };
  };

  it.each([
    ['another cluster', { system: '1' }, 'This is another PostgreSQL cluster'],
    ['another timeline', { timeline: 77 }, 'of timeline 77: it was recovered'],
    ['another history', { head: 'ff' }, 'history went another way before it'],
  ])('%s is noticed', async (_what, change, text) => {
    await signNow();
    const sink = new CheckpointSink({
      path: checkpoints(),
      signingKeyFile: join(world.dir, '.signing'),
    });
    await sink.append(rewriteLast(change));
    const pipeline = await portal();
    expect(await pipeline.safeMode.holds()).toBe(false);
    const { reasons } = await pipeline.safeMode.state(true);
    expect(reasons.join(' ')).toContain(text);
    await report(pipeline);
    await pipeline.leaveSafeMode(await pipeline.caller('admin'), {
      comment: 'known',
      idToken: 'admin',
    });
    expect(await pipeline.safeMode.holds()).toBe(true);
  });

  it('checkpoints of another key are noticed', async () => {
    await signNow();
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(
      join(world.dir, '.signing'),
      privateKey.export({ type: 'pkcs8', format: 'pem' }),
    );
    const pipeline = await portal();
    expect(await pipeline.safeMode.holds()).toBe(false);
    expect((await pipeline.safeMode.state(true)).reasons[0]).toContain(
      'is signed by this key',
    );
    await expect(
      pipeline.leaveSafeMode(await pipeline.caller('admin'), {
        comment: 'x',
        idToken: 'somebody-else',
      }),
    ).rejects.toMatchObject({ name: 'NotAllowedError' });
  });
});
