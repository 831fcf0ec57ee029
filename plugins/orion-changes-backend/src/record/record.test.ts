import { generateKeyPairSync } from 'node:crypto';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Knex } from 'knex';
import { inState } from '../tests/rows';
import { usePipeline } from '../tests/usePipeline';
import { appendRecord, nextHeadHash, recordHash } from './appendRecord';
import { Checkpointer } from './Checkpointer';
import { CheckpointSink } from './CheckpointSink';
import { readRecordGuard } from './readRecordGuard';
import { verifyRecord } from './verifyRecord';

const stage = usePipeline();
const folder = mkdtempSync(join(tmpdir(), 'orion-record-'));
afterAll(() => rmSync(folder, { recursive: true }));

const holds = async () => true;

let files = 0;
function newSink(path = join(folder, `checkpoints-${++files}`)) {
  const signingKeyFile = join(folder, `key-${files}`);
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(
    signingKeyFile,
    privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );
  return { sink: new CheckpointSink({ path, signingKeyFile }), path };
}

const actor = { type: 'person' as const, ref: 'user:default/alice' };
const append = (changeId: string, message: string, body = {}) =>
  stage.knex.transaction(tx =>
    appendRecord(tx, { changeId, event: 'note', actor, message, body }),
  );

/** Five entries of two changes, and a clean table before. */
async function written(): Promise<string> {
  // Whoever owns the tables can switch their triggers off: the chains must tell.
  for (const table of ['record', 'record_log', 'record_head']) {
    await stage.knex.raw('ALTER TABLE ?? DISABLE TRIGGER USER', [table]);
  }
  await stage.knex.raw('TRUNCATE record, record_log');
  await stage.knex('record_head').update({ n: 0, head_hash: '' });
  const [a, b] = [
    await inState(stage.knex, 'requested'),
    await inState(stage.knex, 'requested'),
  ];
  await append(a.id, 'one', { n: 1.5, deep: { list: [1, 'ä', null] } });
  await append(b.id, 'two');
  await append(a.id, 'three');
  return a.id;
}

const verdict = async (sink?: CheckpointSink) => {
  const { ok, problems } = await verifyRecord(stage.knex, sink);
  return ok ? [] : problems;
};

/** What somebody with the whole database could do: alter an entry and make all hashes fit again. */
async function rewrite(knex: Knex, n: number, body: object): Promise<void> {
  const log = await knex('record_log').orderBy('n');
  const chains = new Map<string, string>();
  let head = '';
  for (const entry of log) {
    const where = { change_id: entry.change_id, seq: entry.seq };
    const row = await knex('record').where(where).first();
    const prevHash = chains.get(entry.change_id) ?? '';
    const newBody = Number(entry.n) === n ? body : row.body;
    const hash = recordHash({
      changeId: entry.change_id,
      seq: entry.seq,
      at: row.at.toISOString(),
      event: row.event,
      body: newBody,
      prevHash,
    });
    head = nextHeadHash(head, hash);
    chains.set(entry.change_id, hash);
    await knex('record')
      .where(where)
      .update({ body: JSON.stringify(newBody), prev_hash: prevHash, hash });
    await knex('record_log')
      .where({ n: entry.n })
      .update({ leaf_hash: hash, head_hash: head });
  }
  await knex('record_head').update({ head_hash: head });
}

describe('the record', () => {
  it('holds, and says since when it is anchored', async () => {
    await written();
    const { sink } = newSink();
    expect(await verifyRecord(stage.knex, sink)).toMatchObject({
      ok: true,
      entries: 5,
      anchoredAt: undefined,
    });
    await new Checkpointer({ knex: stage.knex, sink, holds }).run();
    expect((await verifyRecord(stage.knex, sink)).anchoredAt).toMatch(
      /^\d{4}-/,
    );
  });

  it('takes entries of many writers at once without a gap', async () => {
    const id = await written();
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => append(id, `race ${index}`)),
    );
    const rolledBack = stage.knex.transaction(async tx => {
      await appendRecord(tx, {
        changeId: id,
        event: 'note',
        actor,
        message: 'never',
      });
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow('no');
    expect(await verifyRecord(stage.knex, undefined)).toMatchObject({
      ok: true,
      entries: 25,
    });
  });

  it('is verified as one picture while entries come in', async () => {
    const id = await written();
    let writing = true;
    const writer = (async () => {
      while (writing) {
        await append(id, 'more');
      }
    })();
    const verdicts = [];
    for (let round = 0; round < 15; round += 1) {
      verdicts.push(await verdict());
    }
    writing = false;
    await writer;
    expect(verdicts.flat()).toEqual([]);
  });

  it('names the one who acted, whatever the body says', async () => {
    const id = await written();
    await append(id, 'true', {
      actor: { type: 'person', ref: 'user:default/mallory' },
      message: 'false',
    });
    const last = await stage
      .knex('record')
      .where({ change_id: id })
      .orderBy('seq', 'desc')
      .first();
    expect(last.body).toMatchObject({ actor, message: 'true' });
  });

  it.each<[string, (knex: Knex, id: string) => Promise<unknown>, string]>([
    [
      'an altered body',
      (knex, id) =>
        knex('record')
          .where({ change_id: id, seq: 2 })
          .update({ body: { forged: true } }),
      'entry 2 was altered',
    ],
    [
      'an altered time',
      (knex, id) =>
        knex('record')
          .where({ change_id: id, seq: 2 })
          .update({ at: new Date(0) }),
      'entry 2 was altered',
    ],
    [
      'an altered event',
      (knex, id) =>
        knex('record')
          .where({ change_id: id, seq: 2 })
          .update({ event: 'approved' }),
      'entry 2 was altered',
    ],
    [
      'a deleted entry',
      (knex, id) => knex('record').where({ change_id: id, seq: 2 }).delete(),
      'entry 2 is in the log but not in the record',
    ],
    [
      'a deleted leaf',
      knex => knex('record_log').where({ n: 3 }).delete(),
      'The log has a gap: entry 3 is missing',
    ],
    [
      'both deleted',
      async (knex, id) => {
        await knex('record_log').where({ change_id: id, seq: 2 }).delete();
        await knex('record').where({ change_id: id, seq: 2 }).delete();
      },
      "entry 3 does not follow its change's chain",
    ],
    [
      'an entry that is in no log',
      (knex, id) =>
        knex('record').insert({
          change_id: id,
          seq: 9,
          at: new Date(),
          event: 'x',
          body: {},
          prev_hash: '',
          hash: 'h',
        }),
      'The chains hold 6 entries, the log 5',
    ],
    [
      'two swapped leaves',
      async knex => {
        const [one, two] = await knex('record_log')
          .whereIn('n', [2, 3])
          .orderBy('n');
        for (const [n, other] of [
          [2, two],
          [3, one],
        ] as const) {
          const { change_id, seq, leaf_hash } = other;
          await knex('record_log')
            .where({ n })
            .update({ change_id, seq, leaf_hash });
        }
      },
      'Entry 2 does not follow from the one before it',
    ],
    [
      'a head that says less',
      knex => knex('record_head').update({ n: 3 }),
      'The head says 3 entries, the log has 5',
    ],
  ])('shows %s', async (_what, tamper, problem) => {
    const id = await written();
    await tamper(stage.knex, id);
    expect((await verdict()).join('\n')).toContain(problem);
  });
});

describe('checkpoints', () => {
  it('show a tail that was cut off', async () => {
    const id = await written();
    const { sink } = newSink();
    await new Checkpointer({ knex: stage.knex, sink, holds }).run();
    await stage.knex('record_log').where({ n: 5 }).delete();
    await stage.knex('record').where({ change_id: id, seq: 3 }).delete();
    const { head_hash: head } = await stage
      .knex('record_log')
      .where({ n: 4 })
      .first();
    await stage.knex('record_head').update({ n: 4, head_hash: head });
    expect(await verdict()).toEqual([]);
    expect((await verdict(sink)).join()).toContain(
      'signed 5 entries, the log has only 4: entries were lost',
    );
  });

  it('show a history that was rewritten, also when a later one signed the new one', async () => {
    await written();
    const { sink } = newSink();
    await new Checkpointer({ knex: stage.knex, sink, holds }).run();
    await rewrite(stage.knex, 3, { actor, message: 'forged' });
    expect(await verdict()).toEqual([]);
    expect((await verdict(sink)).join()).toContain(
      'Entry 5 is not what the checkpoint of',
    );
    // As after a restart: the portal itself signs what it finds.
    await new Checkpointer({ knex: stage.knex, sink, holds }).run();
    expect((await verdict(sink)).join()).toContain(
      'Entry 5 is not what the checkpoint of',
    );
  });

  it('of another key, or torn, count for nothing and are reported', async () => {
    await written();
    const mine = newSink();
    const forged = newSink(mine.path);
    await new Checkpointer({
      knex: stage.knex,
      sink: forged.sink,
      holds,
    }).run();
    appendFileSync(mine.path, '{"count": 5, "he');
    const result = await verifyRecord(stage.knex, mine.sink);
    expect(result.anchoredAt).toBeUndefined();
    expect(result.problems).toEqual([
      'Line 1 of the checkpoints is not signed by this key',
      'Line 2 of the checkpoints is not signed by this key',
    ]);
  });

  it('are appended only when the record has grown', async () => {
    const id = await written();
    const { sink, path } = newSink();
    const checkpointer = new Checkpointer({ knex: stage.knex, sink, holds });
    const lines = () => readFileSync(path, 'utf8').trim().split('\n');
    await checkpointer.run();
    await checkpointer.run();
    expect(lines()).toHaveLength(1);
    await append(id, 'four');
    await checkpointer.run();
    expect(lines().map(line => JSON.parse(line).count)).toEqual([5, 6]);
  });
});

describe('the guard of the record', () => {
  const guarded = ['record', 'record_log', 'record_head'];
  const setTriggers = async (how: 'ENABLE' | 'DISABLE') => {
    for (const table of guarded) {
      await stage.knex.raw(`ALTER TABLE ?? ${how} TRIGGER USER`, [table]);
    }
  };
  afterAll(() => setTriggers('DISABLE'));

  it('refuses to alter, delete or empty, and to set the head back', async () => {
    await written();
    await setTriggers('ENABLE');
    const refused = { code: '42501' };
    for (const table of ['record', 'record_log']) {
      await expect(stage.knex(table).update({ seq: 9 })).rejects.toMatchObject(
        refused,
      );
      await expect(stage.knex(table).delete()).rejects.toMatchObject(refused);
      await expect(
        stage.knex.raw('TRUNCATE ??', [table]),
      ).rejects.toMatchObject(refused);
    }
    await expect(
      stage.knex('record_head').update({ n: 1, head_hash: 'x' }),
    ).rejects.toThrow('The head of the record goes from entry 5 to 6');
    await expect(stage.knex('record_head').delete()).rejects.toMatchObject(
      refused,
    );
    await append((await inState(stage.knex, 'requested')).id, 'still written');
    expect(await verdict()).toEqual([]);
  });

  it('says what it is worth', async () => {
    await setTriggers('ENABLE');
    // Whoever owns the tables could take the triggers away.
    expect((await verifyRecord(stage.knex, undefined)).guard).toBe('trigger');
    await setTriggers('DISABLE');
    expect((await verifyRecord(stage.knex, undefined)).guard).toBe('none');
    await setTriggers('ENABLE');
  });

  it('is the right of the role where the tables belong to another', async () => {
    const role = `orion_app_${Date.now()}`;
    const {
      rows: [{ schema }],
    } = await stage.knex.raw('SELECT current_schema() AS schema');
    await stage.knex.raw(`CREATE ROLE ${role}`);
    await stage.knex.raw(`GRANT USAGE ON SCHEMA ?? TO ${role}`, [schema]);
    await stage.knex.raw(
      `GRANT SELECT, INSERT ON record, record_log TO ${role}; GRANT SELECT, UPDATE ON record_head TO ${role}; GRANT SELECT, INSERT ON changes TO ${role}`,
    );
    const as = <T>(work: (tx: Knex.Transaction) => Promise<T>) =>
      stage.knex.transaction(async tx => {
        await tx.raw(`SET LOCAL ROLE ${role}`);
        return work(tx);
      });
    try {
      expect(await as(tx => readRecordGuard(tx))).toBe('role');
      const { id } = await inState(stage.knex, 'requested');
      await as(tx =>
        appendRecord(tx, { changeId: id, event: 'note', actor, message: 'x' }),
      );
      for (const sql of [
        'UPDATE record SET seq = 9',
        'DELETE FROM record_log',
        'TRUNCATE record',
        'ALTER TABLE record DISABLE TRIGGER USER',
      ]) {
        await expect(as(tx => tx.raw(sql))).rejects.toMatchObject({
          code: '42501',
        });
      }
    } finally {
      await stage.knex.raw(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
  });
});
