import { ConflictError } from '@backstage/errors';
import { ChangeSettlement } from '@orion/backstage-plugin-orion-changes-common';
import { Knex } from 'knex';
import { appendRecord } from '../record/appendRecord';
import { storableJsonText } from './storable';
import { ChangeRow } from './tables';

/**
 * Notes how a person wants a change that needs attention to end; a worker does
 * the rest. One statement with its record entry, as every decision.
 *
 * @throws ConflictError when the change moved on since it was looked at.
 */
export async function requestSettlement(
  knex: Knex,
  seen: ChangeRow,
  settlement: ChangeSettlement,
): Promise<ChangeRow> {
  const { outcome, by, confirmedBy, comment } = settlement;
  return knex.transaction(async tx => {
    const [row] = await tx<ChangeRow>('changes')
      .where({
        id: seen.id,
        version: seen.version,
        state: 'needs-attention',
      })
      .update({
        settlement: storableJsonText(settlement) as never,
        version: tx.raw('version + 1') as never,
        updated_at: tx.raw('clock_timestamp()') as never,
        wake_at: tx.raw('clock_timestamp()') as never,
      })
      .returning('*');
    if (!row) {
      throw new ConflictError(
        `Change #${seen.id} moved on since you saw it: nothing was done`,
      );
    }
    await appendRecord(tx, {
      changeId: seen.id,
      event: confirmedBy ? 'settlement-confirmed' : 'settlement-requested',
      actor: { type: 'person', ref: confirmedBy ?? by },
      message: confirmedBy
        ? `Confirmed that it has ${outcome}`
        : `Says that it has ${outcome}`,
      body: { outcome, comment },
    });
    return row;
  });
}
