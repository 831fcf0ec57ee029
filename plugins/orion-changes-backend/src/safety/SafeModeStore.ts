import {
  isTerminal,
  changeStates,
  ReconcileReport,
} from '@orion/backstage-plugin-orion-changes-common';
import { Knex } from 'knex';
import { storableJsonText } from '../database/storable';
import { ChangeRow } from '../database/tables';
import { appendRecord } from '../record/appendRecord';

export interface SafeModeRow {
  id: string;
  entered_at: Date;
  reasons: string[];
  report: ReconcileReport | null;
  left_at: Date | null;
  left_by: string | null;
}

const OPEN = changeStates.filter(state => !isTerminal(state));

/** The table of safe modes: at most one is open, whichever replica noticed first. */
export class SafeModeStore {
  readonly #knex: Knex;

  constructor(deps: { knex: Knex }) {
    this.#knex = deps.knex;
  }

  async findActive(): Promise<SafeModeRow | undefined> {
    return this.#knex<SafeModeRow>('safe_mode').whereNull('left_at').first();
  }

  /**
   * Opens safe mode and moves every change that has not ended to
   * needs-attention, its approval void: the one transition that does not follow
   * the table of states, because the states themselves may be old.
   *
   * @returns false when it was open already.
   */
  async enter(reasons: string[]): Promise<boolean> {
    return this.#knex.transaction(async tx => {
      const opened = await tx('safe_mode')
        .insert({ reasons: JSON.stringify(reasons) })
        .onConflict(tx.raw('((true)) WHERE left_at IS NULL') as never)
        .ignore()
        .returning('id');
      if (opened.length === 0) {
        return false;
      }
      const rows = await tx<ChangeRow>('changes')
        .whereIn('state', OPEN)
        .orderBy('id')
        .forUpdate();
      for (const row of rows) {
        await moveAside(tx, row);
      }
      return true;
    });
  }

  async saveReport(report: ReconcileReport): Promise<void> {
    await this.#knex('safe_mode')
      .whereNull('left_at')
      .update({ report: storableJsonText(report) });
  }

  /**
   * Closes safe mode; `seal` runs in the same transaction, last, so that an
   * error of it keeps safe mode open. Numbers of changes go on above `above`.
   *
   * @returns false when it was not open any more.
   */
  async leave(
    by: string,
    comment: string,
    above: number,
    seal: () => Promise<void>,
  ): Promise<boolean> {
    return this.#knex.transaction(async tx => {
      const left = await tx('safe_mode')
        .whereNull('left_at')
        .update({ left_at: tx.raw('clock_timestamp()'), left_by: by, comment });
      if (left === 0) {
        return false;
      }
      await tx.raw(
        `SELECT setval(pg_get_serial_sequence('changes', 'id'),
                       greatest(?::bigint, (SELECT coalesce(max(id), 0) FROM changes), 1000))`,
        [above],
      );
      await seal();
      return true;
    });
  }
}

async function moveAside(tx: Knex.Transaction, row: ChangeRow): Promise<void> {
  const reason = `The database was restored; the change was ${row.state} in it.`;
  await tx('changes')
    .where({ id: row.id })
    .update({
      state: 'needs-attention',
      approval: null,
      settlement: null,
      reason,
      evidence: JSON.stringify({ restoredIn: row.state }),
      deadline_at: null,
      version: tx.raw('version + 1'),
      // Whoever had the lease in the lost part of history has it no more.
      fence: tx.raw('fence + 1'),
      lease_owner: null,
      lease_until: null,
      wake_at: null,
      updated_at: tx.raw('clock_timestamp()'),
    });
  await appendRecord(tx, {
    changeId: row.id,
    event: 'needs-attention',
    actor: { type: 'system', ref: 'orion' },
    message: `Safe mode. ${reason} Its approval is void.`,
    body: { from: row.state, to: 'needs-attention' },
  });
}
