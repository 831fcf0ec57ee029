import { encodeAttributes } from '../../attributes/encodeAttributes';
import { createAttributeGenerator } from '../../attributes/randomAttributes';
import { AttributePool, PoolUser } from './AttributePool';

/** Keeps some sets, as a table would. */
class Keeper implements PoolUser {
  readonly sets: { path: number; community: number; rest: number }[] = [];

  constructor(readonly pool: AttributePool) {
    pool.attach(this);
  }

  add(attributes: Uint8Array) {
    this.pool.intern(attributes);
    const { path, community, rest } = this.pool;
    this.sets.push({ path, community, rest });
  }

  bytes() {
    return this.sets.map(({ path, community, rest }) =>
      Buffer.from(this.pool.attributes(path, community, rest)).toString('hex'),
    );
  }

  markUsed: PoolUser['markUsed'] = used => {
    for (const { path, community, rest } of this.sets) {
      used.paths.add(path);
      used.communities.add(community);
      used.rests.add(rest);
    }
  };

  renumber: PoolUser['renumber'] = ({ paths, communities, rests }) => {
    for (const set of this.sets) {
      set.path = paths[set.path];
      set.community = communities[set.community];
      set.rest = rests[set.rest];
    }
  };
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('AttributePool', () => {
  it('gives back the bytes it was given, and equal numbers for equal sets', () => {
    const random = createAttributeGenerator(1);
    const pool = new AttributePool();
    const keeper = new Keeper(pool);
    const sets = Array.from({ length: 3000 }, () =>
      encodeAttributes(random.next()),
    );
    [...sets, ...sets].forEach(set => keeper.add(set));
    expect(keeper.bytes()).toEqual([...sets, ...sets].map(hex));
    expect(keeper.sets.slice(3000)).toEqual(keeper.sets.slice(0, 3000));
  });

  it('gives back bytes that are no attributes too', () => {
    const random = createAttributeGenerator(2);
    const keeper = new Keeper(new AttributePool());
    const sets = Array.from({ length: 5000 }, () => {
      const bytes = Buffer.from(encodeAttributes(random.next()));
      // Damaged: other flags, lengths, orders.
      for (let count = random.pick(4); count > 0 && bytes.length > 0; count--) {
        bytes[random.pick(Math.min(bytes.length, 40))] = random.pick(256);
      }
      return random.chance(20) ? random.bytes(random.pick(60)) : bytes;
    });
    sets.forEach(set => keeper.add(set));
    expect(keeper.bytes()).toEqual(sets.map(hex));
  });

  it('shares what two routers write differently', () => {
    const pool = new AttributePool();
    const asPath = [{ type: 'sequence' as const, asns: [6939, 64500] }];
    pool.intern(
      encodeAttributes({ origin: 0, asPath, communities: [1], localPref: 100 }),
    );
    const { path, community, rest } = pool;
    pool.intern(encodeAttributes({ origin: 0, asPath, communities: [1] }));
    expect([pool.path, pool.community]).toEqual([path, community]);
    expect(pool.rest).not.toBe(rest);
  });

  it('drops what nobody uses any more, and keeps the rest true', () => {
    const random = createAttributeGenerator(3);
    const pool = new AttributePool();
    const [stays, goes] = [new Keeper(pool), new Keeper(pool)];
    for (let count = 0; count < 12_000; count++) {
      (count % 4 ? goes : stays).add(encodeAttributes(random.next()));
    }
    const before = stays.bytes();
    pool.tidy();
    const { byteLength } = pool;
    pool.detach(goes);
    pool.tidy();
    expect(pool.byteLength).toBeLessThan(byteLength / 2);
    expect(stays.bytes()).toEqual(before);
    // And it goes on taking in new ones.
    const more = encodeAttributes(random.next());
    stays.add(more);
    expect(stays.bytes().at(-1)).toBe(hex(more));
  });

  it('finds paths and communities of before and after the index was made', () => {
    const pool = new AttributePool();
    const path = (asn: number) => {
      pool.intern(
        encodeAttributes({
          asPath: [{ type: 'sequence', asns: [6939, asn, asn] }],
          communities: [asn],
        }),
      );
      return pool.path;
    };
    const early = path(64500);
    path(64501);
    expect(pool.paths.withAsn(64500).count()).toBe(1);
    const late = path(64502);
    expect(pool.paths.withAsn(64502).has(late)).toBe(true);
    expect(pool.paths.withAsn(64500).has(early)).toBe(true);
    expect(pool.paths.withAsn(6939).count()).toBe(3);
    const sets = pool.communities.with({ kind: 'standard', parts: [0, '*'] });
    expect(sets.count()).toBe(3);
    pool.tidy();
  });
});
