import { randomBytes } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { ChangeState } from '@orion/backstage-plugin-orion-changes-common';
import { ChangeKind } from '@orion/backstage-plugin-orion-changes-node';
import { Knex } from 'knex';
import { readChangesConfig } from '../config';
import { createPipeline } from '../createPipeline';
import { ChangeRow } from '../database/tables';
import { PEOPLE, peopleEntities, userRef } from './people';
import { ScriptedInput } from './ScriptedKind';
import { World } from './World';

/** Long, for machines that are busy: only a test that fails waits for all of it. */
const PATIENCE_MS = 90_000;

export const migrationsDirectory = resolvePackagePath(
  '@orion/backstage-plugin-orion-changes-backend',
  'migrations',
);

export interface TestPipelineOptions {
  knex: Knex;
  world: World;
  kinds: ChangeKind[];
  /** Merged over a policy that lets `team-a` order a lot, decided by `approvers`. */
  config?: JsonObject;
  people?: Record<string, string[]>;
}

const quiet = () => {};
const logger = {
  debug: quiet,
  info: quiet,
  warn: quiet,
  error: (...args: unknown[]) =>
    process.env.ORION_TEST_LOG && process.stderr.write(`${args}\n`),
  child: () => logger,
} as never;

/** Key file and run folder lie in the world, so that a second process shares them. */
export function testConfig(world: World, more: JsonObject = {}): JsonObject {
  const keyFile = join(world.dir, '.key');
  if (!world.lines('.key').length) {
    writeFileSync(keyFile, randomBytes(32).toString('base64'));
    chmodSync(keyFile, 0o600);
  }
  return {
    runDirectory: join(world.dir, '.runs'),
    encryptionKeyFile: keyFile,
    executor: { concurrency: 40 },
    limits: { openPerPerson: 500, submitsPerHour: 500, plansPerOwner: 50 },
    ...more,
    policy: {
      quota: {
        default: { vms: 500, cores: 500, memoryGib: 5000, diskGib: 50000 },
      },
      approvers: [{ kind: '*', groups: ['group:default/approvers'] }],
      ...(more.policy as JsonObject),
    },
  };
}

/** The whole pipeline on a database, with people, and without HTTP. Nothing runs until `start` or `drive`. */
export function testPipeline(options: TestPipelineOptions) {
  const { knex, world, kinds } = options;
  const entities = new Map(
    peopleEntities(options.people ?? PEOPLE).map(entity => [
      stringifyEntityRef(entity),
      entity,
    ]),
  );
  const told: { state: string; to: unknown; title: string }[] = [];
  const pipeline = createPipeline({
    auth: {
      getOwnServiceCredentials: async () => ({}),
      isPrincipal: () => true,
    } as never,
    catalog: {
      getEntityByRef: async (ref: string) => entities.get(ref),
      getEntitiesByRefs: async ({ entityRefs }: { entityRefs: string[] }) => ({
        items: entityRefs.map(ref => entities.get(ref)),
      }),
    } as never,
    config: readChangesConfig(
      new ConfigReader({
        orion: { changes: testConfig(world, options.config) },
      }),
    ),
    kinds: new Map(kinds.map(kind => [kind.id, kind])),
    knex,
    logger,
    notifications: {
      send: async ({ recipients, payload }: any) => {
        told.push({
          state: payload.topic,
          to: recipients.entityRef,
          title: payload.title,
        });
      },
    },
    permissions: {
      authorizeConditional: async (all: unknown[]) =>
        all.map(() => ({ result: 'ALLOW' })),
    } as never,
    signals: { publish: async () => {} },
    // The name in place of a token: proofs have tests of their own.
    signIn: {
      verify: async name => ({
        email: `${name}@example.org`,
        authTime: Date.now() / 1000,
      }),
    },
  });

  const find = (id: number | string) =>
    knex<ChangeRow>('changes')
      .where({ id: String(id) })
      .first() as Promise<ChangeRow>;
  const caller = (name: string) =>
    pipeline.callers.resolve({
      principal: { type: 'user', userEntityRef: userRef(name) },
    } as never);

  return {
    ...pipeline,
    knex,
    world,
    told,
    entities,
    find,
    caller,

    async submit(
      input: Partial<ScriptedInput> & { name: string },
      as = 'requester',
      key?: string,
    ) {
      const request = {
        kind: kinds[0].id,
        input: { owner: 'group:default/team-a', ...input },
        idempotencyKey: key ?? `key-${randomBytes(8).toString('hex')}`,
      };
      const signal = AbortSignal.timeout(30_000);
      return (
        await pipeline.changes.submissions.submit(
          request,
          await caller(as),
          signal,
        )
      ).id;
    },

    async approve(id: number, as = 'approver', digest?: string) {
      const row = await find(id);
      const decision = { digest: digest ?? row.plan_digest!, idToken: as };
      await pipeline.changes.approve(String(id), decision, await caller(as));
    },

    async cancel(id: number, as = 'requester') {
      await pipeline.changes.cancel(String(id), undefined, await caller(as));
    },

    /** Works on a change, without waiting for its pauses, until it is in one of the states. */
    async drive(id: number, ...until: ChangeState[]): Promise<ChangeRow> {
      const deadline = Date.now() + PATIENCE_MS;
      for (;;) {
        const row = await find(id);
        if (until.includes(row.state) && row.lease_until === null) {
          return row;
        }
        if (Date.now() > deadline) {
          throw new Error(`Change #${id} is still ${row.state}: ${row.reason}`);
        }
        pipeline.worker.wake(String(id));
        await new Promise(resolve => setTimeout(resolve, 15));
      }
    },

    /** Submits, plans and approves. */
    async approved(
      input: Partial<ScriptedInput> & { name: string },
    ): Promise<number> {
      const id = await this.submit(input);
      await this.drive(id, 'awaiting-approval');
      await knex('changes').where({ id }).update({ wake_at: null });
      await this.approve(id);
      return id;
    },

    /** Works until nothing of an ended change is left to clean up. */
    async cleaned(id: number): Promise<ChangeRow> {
      const deadline = Date.now() + PATIENCE_MS;
      for (;;) {
        const row = await find(id);
        if (row.cleanup === 'done' && row.lease_until === null) {
          return row;
        }
        if (Date.now() > deadline) {
          throw new Error(
            `Change #${id} is ${row.cleanup}: ${JSON.stringify(row.evidence)}`,
          );
        }
        pipeline.worker.wake(String(id));
        await new Promise(resolve => setTimeout(resolve, 15));
      }
    },

    /** What a dead worker's lease looks like a minute later. */
    async expireLeases() {
      await knex('changes')
        .whereNotNull('lease_until')
        .update({
          lease_until: knex.raw("clock_timestamp() - interval '1 second'"),
        });
    },

    /** Lets the present state run out. */
    async expireDeadline(id: number) {
      await knex('changes')
        .where({ id })
        .update({
          deadline_at: knex.raw("clock_timestamp() - interval '1 second'"),
          wake_at: knex.raw('clock_timestamp()'),
        });
    },

    /** Events of a change's record, in order. */
    async events(id: number): Promise<string[]> {
      return knex('record')
        .where({ change_id: id })
        .orderBy('seq')
        .pluck('event');
    },
  };
}

export type TestPipeline = ReturnType<typeof testPipeline>;
