import { ServiceUnavailableError } from '@backstage/errors';
import {
  eventually,
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import { RunningBird, RunningGobgp, startBird, startGobgp } from '@orion/lab';
import { Knex } from 'knex';
import { exceedLimits } from './exceedLimits';
import { migratingPair } from './migratingPair';
import { MigrationGates, migrationGates } from './migrationGates';
import { Replica, startReplica } from './startReplica';
import { restlessCollector } from './testCollector';
import { isReread } from '../services/gates/judgeTables';
import { MigrationApi } from '../changes/migration/MigrationApi';
import {
  hearingGw2,
  SessionStage,
  startSessionStage,
} from '../changes/testing/startSessionStage';

export const CUT_OVER = 'bgp-migration.cut-over';
/** The input of a cut-over, or of a rehearsal. */
export const over = {
  from: 'gw1',
  to: 'gw2',
  name: 'gw2',
  sessions: ['he_v6'],
  reason: 'migration CHG-7',
};

/** gw1, a BIRD in service, and gw2, the GoBGP that is to take its place, with a portal. */
export interface MigrationStage {
  bird: RunningBird;
  gobgp: RunningGobgp;
  knex: Knex;
  replica: Replica;
  stage: SessionStage;
  /** The gates as everybody sees them. */
  api: MigrationGates;
  /** The same as the kinds see it. */
  judge: MigrationApi;
  /** How often a kind asked for gates since the last `planned`. */
  asked(): number;
  old(name?: string): ReturnType<RunningBird['world']['session']>;
  young(name?: string): ReturnType<RunningGobgp['world']['session']>;
  /** Neither the plugin nor the collector of routes answers the kinds meanwhile. */
  withoutThem(work: () => Promise<void>): Promise<void>;
  /** Orders a change, and has it planned or denied. */
  planned(
    kind: string,
    input: object,
  ): Promise<{ id: number; state: string; reason: string | null }>;
  /** Orders one and has it approved. Answers its id. */
  agreed(kind: string, input: object): Promise<number>;
  stop(): Promise<void>;
}

/** Starts both routers of the lab, where every gate but the rehearsal's passes. */
export async function startMigrationStage(): Promise<MigrationStage> {
  const [bird, gobgp, database]: [RunningBird, RunningGobgp, TestDatabase] =
    await Promise.all([
      startBird({ connectMs: 50, seed: hearingGw2 }),
      startGobgp({ port: 0, connectMs: 50 }),
      startTestDatabase(),
    ]);
  const bgp = {
    defaultOwner: 'group:default/team-a',
    ...migratingPair({
      socket: bird.readPath,
      target: gobgp.readTarget,
      kernel: bird.kernelPath,
      actions: {
        socket: bird.path,
        target: gobgp.target,
        revertAfterSeconds: 20,
      },
    }),
  };
  let asked = 0;
  let gone = false;
  const assertThere = () => {
    if (gone) {
      throw new ServiceUnavailableError('The plugin is gone');
    }
  };
  const replica = await startReplica(database, bgp, [restlessCollector]);
  const knex = await database.connect('orion-bgp');
  const api = migrationGates(replica, knex);
  const judge: MigrationApi = {
    async get(sessions) {
      assertThere();
      const answer = await api.get(sessions);
      // One that came while a table was read again is asked for once more.
      asked += answer.migration!.tables.some(isReread) ? 0 : 1;
      return answer;
    },
    async keepRehearsal(report) {
      assertThere();
      return api.keepRehearsal(report);
    },
  };
  const stage = await startSessionStage(bgp, [], judge);
  await eventually(async () => {
    const { migration } = await api.get();
    return migration?.neighbors.length === 2 && migration.tables.length === 2;
  });
  await exceedLimits(gobgp, knex);
  const planned = async (kind: string, input: object) => {
    await api.ready();
    asked = 0;
    const id = await stage.submit(kind, input);
    const change = await stage.pipeline.drive(
      id,
      'awaiting-approval',
      'denied',
    );
    return { ...change, id };
  };
  return {
    ...{ bird, gobgp, knex, replica, stage, api, judge, planned },
    asked: () => asked,
    old: (name = 'he_v6') => bird.world.session(name),
    young: (name = 'he_v6') => gobgp.world.session(name),
    async withoutThem(work) {
      const { collector, desired } = stage.deps;
      const there = { ask: collector.ask, report: desired.report };
      const fail = async () => assertThere() as never;
      gone = true;
      asked = 0;
      collector.ask = fail;
      desired.report = fail;
      try {
        await work();
      } finally {
        gone = false;
        collector.ask = there.ask;
        desired.report = there.report;
      }
    },
    async agreed(kind, input) {
      const { id } = await planned(kind, input);
      await stage.pipeline.approve(id);
      return id;
    },
    async stop() {
      await stage.stop();
      await replica.backend.stop();
      await Promise.all([bird.stop(), gobgp.stop(), database.stop()]);
    },
  };
}
