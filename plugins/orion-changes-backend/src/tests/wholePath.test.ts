import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SECRET } from './ScriptedKind';
import { usePipeline } from './usePipeline';

const stage = usePipeline();
const { world } = stage;

describe('the whole path', () => {
  it('goes from a request to one effect, and frees what it held', async () => {
    const id = await stage.pipeline.approved({ name: 'web-01' });
    const row = await stage.pipeline.drive(id, 'succeeded');
    expect(await stage.pipeline.events(id)).toEqual([
      'requested',
      'planning',
      'awaiting-approval',
      'approved',
      'applying',
      'verifying',
      'finishing',
      'succeeded',
    ]);
    expect(world.effects('web-01')).toEqual([
      `orion-change:${id}/${row.nonce}`,
    ]);
    expect(await stage.knex('change_locks').where({ change_id: id })).toEqual(
      [],
    );
    expect(
      await stage.knex('quota_holds').where({ change_id: id }).first(),
    ).toMatchObject({
      state: 'live',
      target_ref: row.target_ref,
    });
  });

  it('leads to what it made, and to what takes that back, once it is there', async () => {
    const caller = await stage.pipeline.caller('requester');
    const id = await stage.pipeline.approved({ name: 'web-08' });
    const before = await stage.pipeline.changes.get(String(id), caller);
    expect(before.target.entityRef).toBeUndefined();
    expect(before.undo).toBeUndefined();
    await stage.pipeline.drive(id, 'succeeded');
    expect(await stage.pipeline.changes.get(String(id), caller)).toMatchObject({
      target: { entityRef: 'resource:default/web-08' },
      undo: { kind: 'test.undo', values: { name: 'web-08' } },
    });
  });

  it('leaves neither plan nor folder behind', async () => {
    const id = await stage.pipeline.approved({ name: 'web-02' });
    await stage.pipeline.drive(id, 'succeeded');
    await stage.pipeline.worker.idle();
    expect(
      await stage.knex('artifacts').where({ change_id: id }).first(),
    ).toMatchObject({
      wrapped_key: null,
      ciphertext: Buffer.alloc(0),
    });
    expect(existsSync(join(world.dir, '.runs', String(id)))).toBe(false);
  });

  it('keeps the log, whole and without the secret', async () => {
    const id = await stage.pipeline.approved({ name: 'web-03' });
    await stage.pipeline.drive(id, 'succeeded');
    const log = await stage.pipeline.changes.readLog(
      String(id),
      undefined,
      0,
      await stage.pipeline.caller('requester'),
    );
    expect(log).toMatchObject({ ended: true, exitCode: 0 });
    expect(log.text).toBe(
      'starting web-03 with token [secret] ünïcode\ncreated web-03\n',
    );
    expect(JSON.stringify(await stage.knex('run_log'))).not.toContain(SECRET);
  });

  it('tells the approvers what waits and the requester how it ended', async () => {
    const id = await stage.pipeline.approved({ name: 'web-04' });
    await stage.pipeline.drive(id, 'succeeded');
    const mine = stage.pipeline.told.filter(({ title }) =>
      title.includes('web-04'),
    );
    expect(mine).toMatchObject([
      {
        to: ['group:default/approvers'],
        title: 'Create web-04 waits for your decision',
      },
      { to: ['user:default/requester'], title: 'Create web-04 has succeeded' },
    ]);
  });
});
