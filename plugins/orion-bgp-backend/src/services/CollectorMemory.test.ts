import { InputError, ServiceUnavailableError } from '@backstage/errors';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import { Knex } from 'knex';
import { DatabaseCollectorAnswerStore } from '../database/CollectorAnswerStore';
import { CollectorMemory } from './CollectorMemory';

const answer = (state = 'live') => ({ tables: [{ router: 'gw1', state }] });

describe('CollectorMemory', () => {
  let database: TestDatabase;
  let knex: Knex;
  const replica = () =>
    new CollectorMemory({
      store: DatabaseCollectorAnswerStore.create({ knex }),
      logger: { warn: jest.fn() },
    });
  const away = async () => {
    throw new ServiceUnavailableError('The collector is away.');
  };
  const says = (state?: string) => async () => answer(state) as any;

  beforeAll(async () => {
    database = await startTestDatabase();
    knex = await database.connect('orion-bgp');
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@orion/backstage-plugin-orion-bgp-backend',
        'migrations',
      ),
    });
  });

  beforeEach(() => knex('collector_answers').delete());

  afterAll(() => database?.stop());

  it('answers for the collector from any replica, with its age and why', async () => {
    const now = await replica().recall('tables', says());
    expect(now.freshness).toMatchObject({ stale: false, error: undefined });
    await knex('collector_answers').update({
      answered_at: new Date('2026-11-26T10:00:00Z'),
    });
    expect(await replica().recall('tables', away)).toEqual({
      answer: answer(),
      freshness: {
        source: 'collector',
        fetchedAt: '2026-11-26T10:00:00.000Z',
        intervalMs: 30_000,
        stale: true,
        error: 'The collector is away.',
      },
    });
  });

  it('keeps no part of an answer, and has it from the whole while the collector is away', async () => {
    const memory = replica();
    await memory.lookUp('tables', says('polled'));
    await expect(memory.lookUp('tables', away)).rejects.toThrow('is away');
    await memory.recall('tables', says());
    expect(await memory.lookUp('tables', away)).toMatchObject({
      ...{ answer: answer(), freshness: { stale: true } },
    });
  });

  it('knows nothing of what was never said, and hides no other fault', async () => {
    const memory = replica();
    await memory.recall('tables', says());
    await expect(memory.recall('own-prefixes', away)).rejects.toThrow(
      'The collector is away.',
    );
    await expect(
      memory.recall('tables', async () => {
        throw new InputError('no prefix');
      }),
    ).rejects.toThrow('no prefix');
  });

  it('keeps no tables that are read for the first time, and the last ones not every time', async () => {
    await replica().remember('tables', says('loading'));
    expect(await knex('collector_answers')).toEqual([]);
    await replica().remember('tables', says('polled'));
    await replica().remember('tables', says('live'));
    const [row] = await knex('collector_answers');
    expect(row.answer).toEqual(answer('polled'));
    await knex('collector_answers').update({
      answered_at: new Date('2026-11-26T10:00:00Z'),
    });
    await replica().remember('tables', says('live'));
    expect((await knex('collector_answers'))[0].answer).toEqual(answer());
  });
});
