import { randomBytes } from 'node:crypto';
import { ChangeState } from '@orion/backstage-plugin-orion-changes-common';
import { Knex } from 'knex';
import { ChangeStore, NewChange } from '../database/ChangeStore';
import { ChangeRow } from '../database/tables';

/** A change straight in the table, in any state. */
export async function insertChange(
  knex: Knex,
  set: Partial<ChangeRow> = {},
  more: Partial<NewChange> = {},
): Promise<ChangeRow> {
  const { row } = await ChangeStore.create({ knex }).insert(newChange(more));
  if (Object.keys(set).length === 0) {
    return row;
  }
  const [changed] = await knex<ChangeRow>('changes')
    .where({ id: row.id })
    .update(set as never)
    .returning('*');
  return changed;
}

export const inState = (knex: Knex, state: ChangeState) =>
  insertChange(knex, { state });

export function newChange(more: Partial<NewChange> = {}): NewChange {
  return {
    nonce: 'n',
    kind: 'test.create',
    kindVersion: 1,
    title: 'Create a thing',
    destructive: false,
    owner: 'group:default/team-a',
    requester: 'user:default/requester',
    idempotencyKey: randomBytes(8).toString('hex'),
    bodyHash: 'b',
    input: {},
    target: { system: 'test', name: 'thing' },
    ...more,
  };
}
