import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { adoptRun, tailLines } from '../supervisor';
import { describeWithPeers } from '../testing/describeWithPeers';
import { engineWorld, isInProcessList } from '../testing/engineWorld';
import { eventually } from '../testing/eventually';
import { startParent } from '../testing/parentProcess';
import { removeTemporaryFolders } from '../testing/temporaryFolder';
import { TestDatabase, testDatabaseUrl } from '../testing/testDatabaseUrl';
import { EngineError } from './EngineError';
import { InitCache } from './InitCache';
import { readRunProgress, startOfProgress } from './readRunProgress';
import {
  applyResult,
  importResult,
  initResult,
  outputResult,
  planResult,
  stateListResult,
  statePullResult,
  statePushResult,
  untaintResult,
} from './results';
import { checkAppliedState } from './state/checkAppliedState';
import { isWithinApproved } from './subset/isWithinApproved';
import { TerraformEngine } from './TerraformEngine';

const SECRET = 'hunter2<secret>&more';
const simple = `
variable "token" {
  type      = string
  sensitive = true
}
variable "size" {
  type    = number
  default = 1
}
resource "terraform_data" "a" {
  input = { size = var.size, token = var.token }
}
resource "terraform_data" "b" {
  triggers_replace = var.size
}
output "token" {
  value     = var.token
  sensitive = true
}
output "id" {
  value = terraform_data.a.id
}
`;

// The second resource sleeps; the third must not be begun after a SIGTERM.
const slow = (seconds: number) => `
resource "terraform_data" "first" {
  input = "one"
}
resource "terraform_data" "second" {
  depends_on = [terraform_data.first]
  provisioner "local-exec" {
    command = "sleep ${seconds}"
  }
}
resource "terraform_data" "third" {
  depends_on = [terraform_data.second]
}
`;

describeWithPeers(['terraform', 'postgres'], 'a real engine', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await testDatabaseUrl();
  });
  afterAll(async () => {
    await removeTemporaryFolders();
    await database?.stop();
  });

  const world = (module: string, variables = {}) =>
    engineWorld(database.url, module, variables);

  it('is detected with version and digest', async () => {
    const engine = await TerraformEngine.detect();
    expect(engine?.describe()).toEqual({
      product: expect.stringMatching(/^(terraform|opentofu)$/),
      version: expect.stringMatching(/^1\.\d+\.\d+/),
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const only = { candidates: [engine!.binary], path: '' };
    expect((await TerraformEngine.detect(only))?.digest).toBe(engine!.digest);
    expect(await TerraformEngine.detect({ path: '/etc' })).toBeUndefined();
  });

  it('plans, shows, applies, and then has nothing to do', async () => {
    const here = await world(simple, { token: SECRET });
    await here.init();
    const base = await here.store.provision({ schema: here.schema });
    const { hasChanges, progress, plan } = await here.plan();
    expect(hasChanges).toBe(true);
    expect(progress.summary).toMatchObject({ operation: 'plan', add: 2 });
    expect(plan.resourceChanges.map(({ action }) => action)).toEqual([
      'create',
      'create',
    ]);
    expect(plan.sensitiveValues).toContain(SECRET);

    const applied = await here.apply();
    expect(applied.resources.map(({ state }) => state)).toEqual([
      'done',
      'done',
    ]);
    const state = await here.store.read(here);
    const present = ['terraform_data.a', 'terraform_data.b'];
    expect(checkAppliedState(state, { base, present })).toEqual({ ok: true });

    expect(await here.plan()).toMatchObject({ hasChanges: false });
    const { workspace, runDir } = here;
    const list = await workspace.stateList({ runDir: runDir() });
    expect(await stateListResult(list)).toEqual(present);
    const output = await workspace.output({ runDir: runDir() });
    expect((await outputResult(output)).token).toEqual({
      sensitive: true,
      type: 'string',
      value: SECRET,
    });
  });

  it('destroys by a plan of its own', async () => {
    const here = await world(simple, { token: SECRET });
    await here.init();
    await here.plan();
    await here.apply();
    const { plan } = await here.plan({ destroy: true });
    expect(plan.resourceChanges.map(({ action }) => action)).toEqual([
      'delete',
      'delete',
    ]);
    await here.apply();
    expect((await here.store.read(here))?.addresses).toEqual([]);
  });

  it('keeps secrets out of logs, arguments and the work folder', async () => {
    const here = await world(simple, { token: SECRET });
    await here.init();
    const run = await here.workspace.plan({ runDir: here.runDir() });
    await planResult(run);
    for (const name of ['stdout', 'stderr', 'run.json']) {
      const text = await readFile(join(run.dir, name), 'utf8');
      expect(text).not.toContain('hunter2');
    }
    const { password } = new URL(database.url);
    expect(password).not.toBe('');
    expect(await isInProcessList(password)).toBe(false);
    const backend = join(
      here.workspace.workDir,
      '.terraform/terraform.tfstate',
    );
    expect(await readFile(backend, 'utf8')).not.toContain(password);
  });

  it('refuses a stale plan, and a consumed one', async () => {
    const here = await world(simple, { token: SECRET });
    await here.init();
    const other = join(here.workspace.workDir, '.orion/other.tfplan');
    await here.plan();
    await here.plan({ planFile: other });
    await here.apply();
    for (const planFile of [other, here.workspace.planFile]) {
      const error = await here.apply(planFile).catch(caught => caught);
      expect(error).toBeInstanceOf(EngineError);
      expect(error).toMatchObject({
        phase: 'apply',
        reason: 'failed',
        exitCode: 1,
        diagnostics: [{ severity: 'error', summary: 'Saved plan is stale' }],
      });
    }
  });

  it('names what is wrong with a module and with a backend', async () => {
    const here = await world(
      'resource "terraform_data" "x" { input = nope.y }',
    );
    await here.init();
    const planned = await here.plan().catch(caught => caught);
    expect(planned.diagnostics[0]).toMatchObject({
      severity: 'error',
      file: 'main.tf',
    });
    const elsewhere = await engineWorld(
      'postgres://postgres@127.0.0.1:1/x?sslmode=disable',
      '',
    );
    const { workspace, runDir } = elsewhere;
    const run = await workspace.init({ runDir: runDir() });
    await expect(initResult(run)).rejects.toMatchObject({ phase: 'init' });
  });

  it('finishes what was begun on SIGTERM and begins nothing more', async () => {
    const here = await world(slow(3));
    await here.init();
    const approved = await here.plan();
    const run = await here.workspace.apply({ runDir: here.runDir() });
    const cursor = startOfProgress();
    await eventually(async () => {
      await readRunProgress(run.dir, cursor);
      return cursor.stream.progress.resources.some(
        ({ address, state }) =>
          address === 'terraform_data.second' && state === 'running',
      );
    });
    expect(await here.store.isLocked(here)).toBe(true);
    expect(await run.interrupt()).toBe('sent');
    // An engine that ended in between is told apart; neither sends a second one.
    expect(['already-sent', 'gone']).toContain(await run.interrupt());
    await expect(applyResult(run)).rejects.toMatchObject({ phase: 'apply' });
    const state = await here.store.read(here);
    expect(state?.addresses).toContain('terraform_data.first');
    expect(state?.addresses).not.toContain('terraform_data.third');
    expect(await here.store.isLocked(here)).toBe(false);

    // What remains is within what was approved; a tainted object is not.
    const { workspace, runDir } = here;
    for (const address of state?.tainted ?? []) {
      const untaint = await workspace.untaint({ runDir: runDir(), address });
      await untaintResult(untaint);
    }
    const next = await here.plan();
    const digests = {
      moduleDigest: 'm',
      lockFileDigest: 'l',
      engineDigest: 'e',
    };
    expect(
      isWithinApproved(
        { plan: approved.plan, ...digests },
        { plan: next.plan, ...digests },
        { ownedAddresses: [] },
      ),
    ).toEqual({ ok: true });
    await here.apply();
    expect((await here.plan()).hasChanges).toBe(false);
  });

  it('applies on when its parent is killed, and is adopted', async () => {
    const here = await world(slow(2));
    await here.init();
    const base = await here.store.provision(here);
    await here.plan();
    const { options, workspace } = here;
    const runDir = here.runDir();
    const { child, said } = startParent(
      `const engine = await engines.TerraformEngine.detect();
       const workspace = engine.workspace(argument.options);
       const run = await workspace.apply({ runDir: argument.runDir });
       say(run.identity);
       await new Promise(() => setInterval(() => {}, 1000));`,
      { options, runDir },
    );
    const identity = await said();
    process.kill(child.pid!, 'SIGKILL');
    await eventually(() => child.signalCode === 'SIGKILL');

    const run = await adoptRun(runDir, identity);
    expect(await run.status()).toEqual({ state: 'running' });
    expect((await applyResult(run)).summary?.add).toBe(3);
    const present = ['first', 'second', 'third'].map(
      name => `terraform_data.${name}`,
    );
    const state = await here.store.read(here);
    expect(checkAppliedState(state, { base, present })).toEqual({ ok: true });
    const again = await workspace.apply({ runDir: here.runDir() });
    await expect(applyResult(again)).rejects.toThrow('Saved plan is stale');
  });

  it('leaves errored.tfstate when the database goes away, to be pushed', async () => {
    const here = await world(slow(3));
    await here.init();
    await here.plan();
    const base = await here.store.provision(here);
    const run = await here.workspace.apply({ runDir: here.runDir() });
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await eventually(() => here.store.isLocked(here));
    await eventually(async () =>
      (
        await tailLines(run.dir, { stream: 'stdout', lines: 50 })
      ).some(line => line.includes('provision_start')),
    );
    // The role keeps its connection but may no longer write.
    await client.query(
      `CREATE FUNCTION ${here.schema}.refuse() RETURNS trigger LANGUAGE plpgsql
       AS $$ BEGIN RAISE 'disk full'; END $$`,
    );
    await client.query(
      `CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON ${here.schema}.states
       FOR EACH ROW EXECUTE FUNCTION ${here.schema}.refuse()`,
    );
    await expect(applyResult(run)).rejects.toMatchObject({ phase: 'apply' });
    await client.query(`DROP TRIGGER refuse ON ${here.schema}.states`);
    await client.end();

    const file = join(here.workspace.workDir, 'errored.tfstate');
    const erroredState = await readFile(file, 'utf8');
    const pushed = await here.store.pushErrored({
      schema: here.schema,
      erroredState,
      base,
    });
    expect(pushed).toMatchObject({ pushed: true });
    expect((await here.plan()).hasChanges).toBe(false);
  });

  it('imports, pulls and pushes', async () => {
    const here = await world('resource "terraform_data" "x" {}');
    await here.init();
    const { workspace, runDir } = here;
    const address = 'terraform_data.x';
    const id = '00000000-0000-0000-0000-000000000001';
    const run = await workspace.importResource({
      runDir: runDir(),
      address,
      id,
    });
    await importResult(run);
    expect((await here.store.read(here))?.addresses).toEqual([address]);
    const pull = await workspace.statePull({ runDir: runDir() });
    const { text, state } = await statePullResult(pull);
    const file = join(workspace.workDir, '.orion/push.tfstate');
    const newer = {
      ...JSON.parse(text),
      serial: state.serial + 5,
      resources: [],
    };
    await writeFile(file, JSON.stringify(newer));
    const push = await workspace.statePush({ runDir: runDir(), file });
    await statePushResult(push);
    expect((await here.store.read(here))?.addresses).toEqual([]);
    const untaint = await workspace.untaint({ runDir: runDir(), address });
    await expect(untaintResult(untaint)).rejects.toMatchObject({
      phase: 'untaint',
      exitCode: 1,
    });
  });

  it('needs no init of its own after that of another instance', async () => {
    const first = await world(simple, { token: SECRET });
    await first.init();
    const cache = new InitCache();
    await cache.keep('simple', first.options.workDir);
    const record = join(first.options.workDir, '.terraform/terraform.tfstate');
    const text = await readFile(record, 'utf8');
    expect(text).not.toContain(new URL(database.url).port);
    expect(text).not.toContain(first.schema);

    const second = await world(simple, { token: SECRET });
    await second.store.provision(second);
    expect(await cache.restore('simple', second.options.workDir)).toBe(true);
    expect(await second.plan()).toMatchObject({ hasChanges: true });
    await second.apply();
    const addresses = async (here: typeof first) =>
      (await here.store.read(here))?.addresses;
    expect(await addresses(second)).toHaveLength(2);
    expect(await addresses(first)).toEqual([]);
  });

  it('makes eight first applies at once', async () => {
    const all = await Promise.all(
      Array.from({ length: 8 }, () => world(simple, { token: SECRET })),
    );
    const results = await Promise.all(
      all.map(async here => {
        await here.init();
        await here.plan();
        return here.apply();
      }),
    );
    expect(results.map(({ summary }) => summary?.add)).toEqual(
      Array(8).fill(2),
    );
    const states = await Promise.all(all.map(here => here.store.read(here)));
    expect(new Set(states.map(state => state?.lineage)).size).toBe(8);
  });

  it('holds the lock of its own state only, during a first apply', async () => {
    // Made ready first, so that a busy machine needs only the apply in time.
    const other = await world(simple, { token: SECRET });
    await other.init();
    await other.plan();
    const here = await world(slow(4));
    await here.init();
    await here.plan();
    const run = await here.workspace.apply({ runDir: here.runDir() });
    await eventually(() => here.store.isLocked(here));
    const client = new Client({ connectionString: database.url });
    await client.connect();
    // Key -1 is the creation lock; Terraform tries it for an instant.
    const held = await eventually(async () => {
      const { rows } = await client.query(
        `SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND database =
           (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
      return rows.length === 1 && rows;
    });
    const own = await client.query(`SELECT id FROM ${here.schema}.states`);
    expect(String(held[0].objid)).toBe(String(own.rows[0].id));
    await client.end();

    await other.apply();
    expect(await run.status()).toEqual({ state: 'running' });
    await applyResult(run);
  });
});
