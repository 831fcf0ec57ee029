import { strict as assert } from 'node:assert';
import { SafeModeState } from '@orion/backstage-plugin-orion-changes-common';
import { Story } from '../../checks/stories';
import { House } from '../House';

const DATABASE = '"backstage_plugin_orion-changes"';

/** The database of changes is lost and comes back from a backup, while the world went on. */
export function restore(house: House): Story[] {
  return [
    {
      name: 'the role of the portal can add to the record and read it, nothing else',
      async run() {
        const [{ count }] = await house.query<{ count: string }>(
          'SELECT count(*) FROM record',
        );
        assert(Number(count) > 0);
        for (const sql of [
          "UPDATE record SET event = 'forged'",
          'DELETE FROM record_log',
          'TRUNCATE record',
          'DROP TABLE record_log',
          'ALTER TABLE record DISABLE TRIGGER ALL',
          "CREATE OR REPLACE FUNCTION orion_record_is_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        ]) {
          await assert.rejects(
            house.queryAs('orion_portal', sql),
            { code: '42501' },
            sql,
          );
        }
        const admin = await house.as('admin');
        const { body } = await admin.call<{ guard: string; ok: boolean }>(
          'orion-changes/record/verify',
        );
        assert.equal(body.guard, 'role');
        assert.equal(body.ok, true);
      },
    },
    {
      name: 'restored from a backup: safe mode, a report, an admin, and no number or guest twice',
      run: () => restored(house),
    },
  ];
}

async function restored(house: House): Promise<void> {
  const early = await house.submit(house.order());
  const operator = await house.as('operator');
  await operator.waitFor(early, ['awaiting-approval']);
  await house.withoutPortal(() => copy(house, DATABASE, 'orion_backup'));
  // What the backup does not know: the guest is made.
  await house.approve(early);
  const made = await operator.waitFor(early, ['succeeded']);
  const lost = await house.submit(house.order());
  await operator.waitFor(lost, ['awaiting-approval']);
  // The next start signs the record as it is now.
  await house.restartPortal();
  await house.withoutPortal(() => copy(house, 'orion_backup', DATABASE));

  const admin = await house.as('admin');
  const read = async () =>
    (await admin.call<SafeModeState>('orion-changes/safe-mode')).body;
  await house.until('the report', async () => Boolean((await read()).report));
  const { active, reasons, report } = await read();
  assert.equal(active, true);
  assert.match(reasons[0], /entries, the checkpoint of .* signed/);
  assert.deepEqual(report!.errors, []);
  const found = report!.findings.map(({ type, changeId }) => [type, changeId]);
  assert.deepEqual(
    found.filter(([, id]) => id === early || id === lost),
    [
      ['open-change', early],
      ['open-change', early],
      ['unknown-change', lost],
    ],
  );
  const refused = await operator.call<{ error: { message: string } }>(
    'orion-changes/changes',
    {
      body: {
        kind: 'virtual-machine.create',
        input: house.order(),
        idempotencyKey: `restore-${Date.now()}`,
      },
    },
  );
  assert.equal(refused.status, 503);
  assert.match(refused.body.error.message, /^Safe mode since/);

  const left = await admin.call('orion-changes/safe-mode/leave', {
    body: { comment: 'backup of this morning', idToken: admin.idToken },
  });
  assert.equal(left.status, 204);
  const next = await house.submit(house.order());
  assert(next > lost, `#${next} is given out again`);
  const planned = await operator.waitFor(next, ['awaiting-approval']);
  assert.notEqual(planned.target.ref, made.target.ref);

  // ORION neither makes it again nor lets it go; its owner says that it is there.
  await operator.call(`orion-changes/changes/${early}/recover`, { body: {} });
  const looked = await operator.waitFor(early, ['needs-attention']);
  assert.match(looked.reason!, /says that this change made it/);
  await operator.call(`orion-changes/changes/${early}/settle`, {
    body: {
      outcome: 'succeeded',
      comment: 'it runs',
      idToken: operator.idToken,
    },
  });
  await house.until(
    'the end by hand',
    async () => (await operator.change(early)).state === 'succeeded',
  );
  const { name } = made.input as { name: string };
  assert.equal((await house.proxmox.guestsNamed(name)).length, 1);
  assert.equal((await house.netbox.addressesOf(early)).length, 1);
  const { body: verdict } = await admin.call<{
    ok: boolean;
    notes: string[];
  }>('orion-changes/record/verify');
  assert.equal(verdict.ok, true);
  assert.match(verdict.notes[0], /took a restored database/);
}

/** As restoring a dump does: the database is dropped and made anew. */
async function copy(house: House, from: string, to: string): Promise<void> {
  await house.queryServer(`DROP DATABASE IF EXISTS ${to} WITH (FORCE)`);
  await house.queryServer(
    `CREATE DATABASE ${to} TEMPLATE ${from} OWNER orion_portal`,
  );
}
