import { MigrationGate } from '@orion/backstage-plugin-orion-bgp-common';
import { Knex } from 'knex';
import { LimitTrial } from '../services/gates/LimitTrial';

/** Two routers, by id. */
export interface RouterPair {
  from: string;
  to: string;
}

/** How a gate stood at the last look that was kept. */
export interface KeptGate {
  state: MigrationGate['state'];
  /** Since when every look said so. */
  since: Date;
  checkedAt: Date;
  /** The database's clock. */
  now: Date;
}

/** A change that went over and back. */
export interface Rehearsal {
  changeId: number;
  /** On the router that is in service. */
  sessions: string[];
  /** Of either router, as `daemonsOf` has it; of an older entry nobody knows. */
  daemons?: { from: string; to: string };
  at: Date;
}

/** Far more than people rehearse. */
const MOST_TRIALS = 200;
const MOST_REHEARSALS = 200;

/** After it nobody looked in between: what was seen before proves nothing. */
const LONGEST_PAUSE_SECONDS = 300;

/** What is known about a migration beyond the moment. */
export class MigrationStore {
  readonly #knex: Knex;

  /** The tables must exist: their migration belongs to the plugin. */
  static create(deps: { knex: Knex }): MigrationStore {
    return new MigrationStore(deps);
  }

  private constructor(deps: { knex: Knex }) {
    this.#knex = deps.knex;
  }

  /** Keeps one look at all gates. @param daemons - which ones were looked at */
  async keepGates(
    { from, to }: RouterPair,
    gates: Pick<MigrationGate, 'id' | 'state'>[],
    daemons: string,
  ): Promise<void> {
    const knex = this.#knex;
    const now = knex.raw('clock_timestamp()');
    await knex('migration_gates AS known')
      .insert(
        gates.map(({ id, state }) => ({
          from_router: from,
          to_router: to,
          gate: id,
          state,
          daemons,
          since: now,
          checked_at: now,
        })),
      )
      .onConflict(['from_router', 'to_router', 'gate'])
      .merge({
        state: knex.raw('excluded.state'),
        daemons: knex.raw('excluded.daemons'),
        checked_at: knex.raw('excluded.checked_at'),
        since: knex.raw(
          `CASE WHEN known.state = excluded.state
             AND known.daemons = excluded.daemons
             AND excluded.checked_at - known.checked_at < ? * interval '1 second'
           THEN known.since ELSE excluded.since END`,
          [LONGEST_PAUSE_SECONDS],
        ),
      });
  }

  /** By gate; one that was not looked at lately, or with other daemons, is left out. */
  async listGates(
    { from, to }: RouterPair,
    daemons: string,
  ): Promise<Map<string, KeptGate>> {
    const knex = this.#knex;
    const rows = await knex('migration_gates')
      .where({ from_router: from, to_router: to, daemons })
      .whereRaw(`checked_at > clock_timestamp() - ? * interval '1 second'`, [
        LONGEST_PAUSE_SECONDS,
      ])
      .select(
        'gate',
        'state',
        'since',
        'checked_at',
        knex.raw('clock_timestamp() AS now'),
      );
    return new Map(
      rows.map(({ gate, checked_at: checkedAt, ...rest }) => [
        gate,
        { checkedAt, ...rest },
      ]),
    );
  }

  /** Once for each change, however often it is told. */
  async keepRehearsal(
    { from, to }: RouterPair,
    { changeId, sessions, daemons }: Omit<Rehearsal, 'at'>,
  ): Promise<void> {
    await this.#knex('migration_rehearsals')
      .insert({
        change_id: changeId,
        from_router: from,
        to_router: to,
        sessions: JSON.stringify(sessions),
        daemons: daemons && [daemons.from, daemons.to],
      })
      .onConflict('change_id')
      .ignore();
  }

  /** Newest first. */
  async listRehearsals({ from, to }: RouterPair): Promise<Rehearsal[]> {
    const rows = await this.#knex('migration_rehearsals')
      .where({ from_router: from, to_router: to })
      .orderBy('at', 'desc')
      .limit(MOST_REHEARSALS);
    return rows.map(({ change_id: changeId, sessions, daemons, at }) => ({
      changeId: Number(changeId),
      sessions,
      daemons: daemons ? { from: daemons[0], to: daemons[1] } : undefined,
      at,
    }));
  }

  /** Newest first: the limits that were exceeded on a router lately. */
  async listLimitTrials(router: string): Promise<LimitTrial[]> {
    return this.#knex('limit_trials')
      .where({ router })
      .whereRaw(`at > clock_timestamp() - interval '90 days'`)
      .orderBy('at', 'desc')
      .limit(MOST_TRIALS)
      .select('router', 'session', 'daemon', 'families', 'reaction', 'at');
  }

  /**
   * Sessions of a router that came up in that time, by the daemon's own date,
   * though they may have been lost since.
   */
  async listComebacks(
    router: string,
    { since, until }: { since: Date; until: Date },
  ): Promise<string[]> {
    const rows = await this.#knex('session_transitions')
      .where({ router, to_state: 'established' })
      .whereBetween('since', [since, until])
      .distinct('session')
      .orderBy('session');
    return rows.map(({ session }) => session);
  }
}
