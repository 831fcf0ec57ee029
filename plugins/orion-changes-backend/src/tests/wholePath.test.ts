import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startTestDatabase, TestDatabase } from '@orion/backstage-plugin-orion-node/testing';
import { Knex } from 'knex';
import { ScriptedKind, SECRET } from './ScriptedKind';
import { migrationsDirectory, TestPipeline, testPipeline } from './testPipeline';
import { World } from './World';

jest.setTimeout(60_000);

let database: TestDatabase;
let knex: Knex;
const world = World.create();
let pipeline: TestPipeline;

beforeAll(async () => {
  database = await startTestDatabase();
  knex = await database.connect('orion-changes');
  await knex.migrate.latest({ directory: migrationsDirectory });
  pipeline = testPipeline({ knex, world, kinds: [new ScriptedKind(world)] });
});

afterAll(async () => {
  await pipeline.stop();
  await database.stop();
  world.remove();
});

describe('the whole path', () => {
  it('goes from a request to one effect, and frees what it held', async () => {
    const id = await pipeline.approved({ name: 'web-01' });
    const row = await pipeline.drive(id, 'succeeded');
    expect(await pipeline.events(id)).toEqual([
      'requested',
      'planning',
      'awaiting-approval',
      'approved',
      'applying',
      'verifying',
      'finishing',
      'succeeded',
    ]);
    expect(world.effects('web-01')).toEqual([`orion-change:${id}/${row.nonce}`]);
    expect(await knex('change_locks').where({ change_id: id })).toEqual([]);
    expect(await knex('quota_holds').where({ change_id: id }).first()).toMatchObject({
      state: 'live',
      target_ref: row.target_ref,
    });
  });

  it('leaves neither plan nor folder behind', async () => {
    const id = await pipeline.approved({ name: 'web-02' });
    await pipeline.drive(id, 'succeeded');
    await pipeline.worker.idle();
    expect(await knex('artifacts').where({ change_id: id }).first()).toMatchObject({
      wrapped_key: null,
      ciphertext: Buffer.alloc(0),
    });
    expect(existsSync(join(world.dir, '.runs', String(id)))).toBe(false);
  });

  it('keeps the log, whole and without the secret', async () => {
    const id = await pipeline.approved({ name: 'web-03' });
    await pipeline.drive(id, 'succeeded');
    const log = await pipeline.changes.readLog(
      String(id),
      undefined,
      0,
      await pipeline.caller('requester'),
    );
    expect(log).toMatchObject({ ended: true, exitCode: 0 });
    expect(log.text).toBe('starting web-03 with token [secret] ünïcode\ncreated web-03\n');
    expect(JSON.stringify(await knex('run_log'))).not.toContain(SECRET);
  });

  it('tells the approvers what waits and the requester how it ended', async () => {
    const id = await pipeline.approved({ name: 'web-04' });
    await pipeline.drive(id, 'succeeded');
    const mine = pipeline.told.filter(({ title }) => title.includes('web-04'));
    expect(mine).toMatchObject([
      { to: ['group:default/approvers'], title: 'Create web-04 waits for your decision' },
      { to: ['user:default/requester'], title: 'Create web-04 has succeeded' },
    ]);
  });
});
