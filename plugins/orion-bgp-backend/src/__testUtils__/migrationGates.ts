import { mockCredentials } from '@backstage/backend-test-utils';
import { MigrationAnswer } from '@orion/backstage-plugin-orion-bgp-common';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { Knex } from 'knex';
import { MigrationApi } from '../changes/migration/MigrationApi';
import { daemonOf, daemonsOf } from '../services/gates/daemonsOf';
import { RehearsalReport } from '../services/gates/RehearsalReport';
import { Replica } from './startReplica';

/** The header by which the pipeline calls the plugin. */
export const asPipeline = () =>
  mockCredentials.service.header({
    onBehalfOf: mockCredentials.service('plugin:orion-changes'),
    targetPluginId: 'orion-bgp',
  });

/** The gates of a migration as the plugin itself judges them, over HTTP. */
export interface MigrationGates extends MigrationApi {
  get(sessions?: string[]): Promise<MigrationAnswer>;
  /** One of them. */
  find(
    id: string,
  ): Promise<NonNullable<MigrationAnswer['migration']>['gates'][number]>;
  /** As if every gate had been looked at, and held, for a minute. */
  settle(): Promise<void>;
  /**
   * Until readings and tables show what the routers have and every gate but the
   * rehearsal passes, and goes on doing so: a session that came back has its table
   * compared with a dump a moment later.
   *
   * @param both - how many neighbors are to speak with both routers
   */
  ready(both?: number): Promise<void>;
  /** Reports a rehearsal by the daemons that run now. */
  rehearsed(changeId: number, sessions: string[]): Promise<void>;
}

/** Of gw1, in service, and gw2 that is to take its place. @param knex - of the plugin */
export function migrationGates(replica: Replica, knex: Knex): MigrationGates {
  const routers = () => knex('routers').orderBy('id');
  const gates: MigrationGates = {
    async get(sessions = []) {
      const { body } = await replica.api
        .get('/api/orion-bgp/migration')
        .query(sessions.length > 0 ? { sessions: sessions.join(',') } : {});
      return body;
    },
    async keepRehearsal(report: RehearsalReport) {
      const { status } = await replica.api
        .post('/api/orion-bgp/migration/rehearsals')
        .set('authorization', asPipeline())
        .send(report);
      if (status !== 204) {
        throw new Error(`the rehearsal was answered ${status}`);
      }
    },
    async find(wanted) {
      const { migration } = await gates.get();
      return migration!.gates.find(({ id }) => id === wanted)!;
    },
    async settle() {
      const { migration } = await gates.get();
      const daemons = daemonsOf(...(await routers()));
      await knex('migration_gates').del();
      await knex('migration_gates').insert(
        migration!.gates.map(({ id }) => ({
          from_router: 'gw1',
          to_router: 'gw2',
          gate: id,
          state: 'passed',
          daemons,
          since: knex.raw(`clock_timestamp() - interval '1 minute'`),
          checked_at: knex.raw('clock_timestamp()'),
        })),
      );
    },
    async ready(both = 2) {
      let looks = 0;
      await eventually(async () => {
        await gates.settle();
        const { migration } = await gates.get();
        const good =
          migration!.neighbors.length === both &&
          migration!.gates.every(
            ({ id, state }) =>
              state === 'passed' || id === 'rollback-rehearsed',
          );
        looks = good ? looks + 1 : 0;
        await new Promise(resolve => {
          setTimeout(resolve, 300);
        });
        return looks > 3;
        // Each session that came up has its table compared once more, seconds apart.
      }, 120_000);
    },
    async rehearsed(changeId, sessions) {
      const [from, to] = await routers();
      await gates.keepRehearsal({
        ...{ changeId, sessions, from: 'gw1', to: 'gw2' },
        daemons: { from: daemonOf(from.identity), to: daemonOf(to.identity) },
      });
    },
  };
  return gates;
}
