import { ReserveRequest } from '@orion/backstage-plugin-orion-changes-node';
import { insertChange } from '../tests/rows';
import { usePipeline } from '../tests/usePipeline';
import { ReservationStore } from './ReservationStore';

const stage = usePipeline();
const store = () => new ReservationStore({ knex: stage.knex });
const change = async (owner = 'group:default/team-a') => {
  const { id, fence } = await insertChange(
    stage.knex,
    { state: 'planning' },
    { owner },
  );
  return { id, owner, fence };
};
type Change = Awaited<ReturnType<typeof change>>;
const one = { vms: 1, cores: 4, memoryMib: 4096, diskGib: 40 };
const yes = () => undefined;
const request = (more: Partial<ReserveRequest> = {}): ReserveRequest => ({
  claims: [],
  intents: [],
  ...more,
});
const number = (scope: string, more: object = {}) => ({
  scope,
  key: { above: 100, from: 101, to: 999, taken: [], ...more },
});
const outcomes = (work: Promise<unknown>[]) =>
  Promise.allSettled(work).then(all => all.map(({ status }) => status));

describe('reserve', () => {
  it('lets no race through the quota', async () => {
    const owner = 'group:default/race';
    const changes = await Promise.all(
      Array.from({ length: 8 }, () => change(owner)),
    );
    const within = (used: { cores: number }, demand: { cores: number }) =>
      used.cores + demand.cores > 12
        ? `${used.cores} of 12 cores are used`
        : undefined;
    const all = await outcomes(
      changes.map(entry =>
        store().reserve(entry, request({ quota: one }), within),
      ),
    );
    expect(all.filter(status => status === 'fulfilled')).toHaveLength(3);
    expect(await store().usage(owner)).toMatchObject({ vms: 3, cores: 12 });
  });

  it('gives a name to one of many, and says who has it', async () => {
    const changes = await Promise.all(
      Array.from({ length: 6 }, () => change()),
    );
    const claim = request({ claims: [{ scope: 'name:race', key: 'web' }] });
    const all = await outcomes(
      changes.map(entry => store().reserve(entry, claim, yes)),
    );
    expect(all.filter(status => status === 'fulfilled')).toHaveLength(1);
    const [{ change_id: holder }] = await stage
      .knex('claims')
      .where({ scope: 'name:race' });
    await expect(store().reserve(await change(), claim, yes)).rejects.toThrow(
      `web in name:race is held by change #${holder}`,
    );
  });

  it('numbers without a gap and without a double, above everything known', async () => {
    const changes = await Promise.all(
      Array.from({ length: 10 }, () => change()),
    );
    const answers = await Promise.all(
      changes.map(entry =>
        store().reserve(
          entry,
          request({ claims: [number('vmid:a', { above: 150 })] }),
          yes,
        ),
      ),
    );
    const numbers = answers
      .map(({ claims }) => Number(claims['vmid:a']))
      .sort((a, b) => a - b);
    expect(numbers).toEqual([151, 152, 153, 154, 155, 156, 157, 158, 159, 160]);
  });

  it('never gives a number again, also when it was given back', async () => {
    const [a, b] = [await change(), await change()];
    const claim = request({ claims: [number('vmid:b')] });
    expect((await store().reserve(a, claim, yes)).claims['vmid:b']).toBe('101');
    await store().releaseAll(stage.knex, a.id);
    expect((await store().reserve(b, claim, yes)).claims['vmid:b']).toBe('102');
  });

  it('run again answers the same, unless the number was taken meanwhile', async () => {
    const a = await change();
    const intents = [{ system: 'netbox', key: 'address', payload: {} }];
    const ask = (taken: string[] = []) =>
      store().reserve(
        a,
        request({ quota: one, intents, claims: [number('vmid:c', { taken })] }),
        yes,
      );
    expect((await ask()).claims).toEqual((await ask()).claims);
    expect((await ask(['101'])).claims['vmid:c']).toBe('102');
    expect(
      await stage.knex('claims').where({ change_id: a.id, released_at: null }),
    ).toHaveLength(1);
    expect(
      await stage.knex('quota_holds').where({ change_id: a.id }),
    ).toHaveLength(1);
    expect(await stage.knex('intents').where({ change_id: a.id })).toHaveLength(
      1,
    );
  });

  it('says when a range is used up', async () => {
    const claim = (entry: Change) =>
      store().reserve(
        entry,
        request({ claims: [number('vmid:d', { to: 101 })] }),
        yes,
      );
    await claim(await change());
    await expect(claim(await change())).rejects.toThrow(
      'vmid:d is exhausted: the next number would be 102',
    );
  });

  it('is all or nothing', async () => {
    const [a, b] = [await change(), await change()];
    const claims = [number('vmid:e'), { scope: 'name:e', key: 'taken' }];
    await store().reserve(a, request({ claims: [claims[1]] }), yes);
    await expect(
      store().reserve(b, request({ quota: one, claims }), yes),
    ).rejects.toMatchObject({
      name: 'ConflictError',
    });
    expect(await stage.knex('claims').where({ change_id: b.id })).toEqual([]);
    expect(await store().findHold(b.id)).toBeUndefined();
  });

  it('does not deadlock when kinds name their scopes in different order', async () => {
    const changes = await Promise.all(
      Array.from({ length: 10 }, () => change()),
    );
    const scopes = [number('vmid:f'), number('vmid:g')];
    const all = await outcomes(
      changes.map((entry, index) =>
        store().reserve(
          entry,
          request({ claims: index % 2 ? scopes : [...scopes].reverse() }),
          yes,
        ),
      ),
    );
    expect(new Set(all)).toEqual(new Set(['fulfilled']));
  });

  it('holds nothing for a worker that lost its lease', async () => {
    const a = await change();
    await stage.knex('changes').where({ id: a.id }).update({ fence: 9 });
    const late = store().reserve(
      a,
      request({ quota: one, claims: [number('vmid:h')] }),
      yes,
    );
    await expect(late).rejects.toMatchObject({ name: 'LeaseLostError' });
    expect(await stage.knex('claims').where({ change_id: a.id })).toEqual([]);
    await expect(
      store().resolveIntent(a, 'netbox', 'address', {}),
    ).rejects.toMatchObject({
      name: 'LeaseLostError',
    });
  });
});

describe('the end of a hold', () => {
  it('keeps a living thing counted until it is destroyed', async () => {
    const owner = 'group:default/life';
    const a = await change(owner);
    await store().reserve(
      a,
      request({ quota: one, claims: [{ scope: 'name:life', key: 'x' }] }),
      yes,
    );
    await store().makeLive(stage.knex, a.id, 'test:life/1');
    expect(await store().usage(owner)).toMatchObject({ vms: 1 });
    expect(await store().usage(owner, a.id)).toMatchObject({ vms: 0 });
    expect(await store().releaseTarget(stage.knex, 'test:life/1')).toEqual([
      a.id,
    ]);
    expect(await store().usage(owner)).toMatchObject({ vms: 0 });
    expect(
      await stage.knex('claims').where({ change_id: a.id, released_at: null }),
    ).toEqual([]);
  });

  it('frees the name of a thing that had no quota', async () => {
    const a = await change();
    await store().reserve(
      a,
      request({ claims: [{ scope: 'name:life', key: 'y' }] }),
      yes,
    );
    await stage
      .knex('changes')
      .where({ id: a.id })
      .update({ state: 'succeeded', target_ref: 'test:life/2' });
    await store().releaseTarget(stage.knex, 'test:life/2');
    expect(
      await stage.knex('claims').where({ change_id: a.id, released_at: null }),
    ).toEqual([]);
  });
});
