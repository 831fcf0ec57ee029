import { encodeAttributes } from '../../attributes/encodeAttributes';
import { SentAnswer } from '../../rib/worker/protocol';
import { parseAddress } from '../../routes/addresses';
import { PathAttributes } from '../../routes/PathAttributes';
import { compareSent } from './compareSent';

const OWN = '192.0.2.0/24';
const neighbor = { address: '198.51.100.1', from: 'he_v4', to: '198.51.100.1' };
const session = { localAs: 394955, families: [] };

/** As BIRD lists it. */
const listed = (attributes: PathAttributes = {}) => ({
  prefix: OWN,
  attributes: Buffer.from(encodeAttributes(attributes)).toString('hex'),
  asSent: false,
});
/** As GoBGP sends it. */
const sent = (attributes: PathAttributes = {}, prepends = 0) => ({
  ...listed({
    origin: 0,
    asPath: [
      { type: 'sequence', asns: Array(1 + prepends).fill(394955) as number[] },
    ],
    nextHop: parseAddress('198.51.100.2'),
    ...attributes,
  }),
  asSent: true,
});

const compare = (
  from: SentAnswer | SentAnswer['items'],
  to: SentAnswer | SentAnswer['items'],
) => {
  const side = (
    router: string,
    answer: SentAnswer | SentAnswer['items'],
    localAddress?: string,
  ) => ({
    router,
    session: { ...session, localAddress },
    answer: Array.isArray(answer) ? { items: answer } : answer,
  });
  return compareSent(neighbor, [OWN], {
    from: side('gw1', from),
    to: side('gw2', to, '198.51.100.2'),
  });
};
const valuesOf = ({ differences }: ReturnType<typeof compare>) =>
  differences[0]?.values;

describe('compareSent', () => {
  it('finds the same alike, and says what it left out', () => {
    const policy = {
      communities: [0xffffff01],
      med: 30,
      asPath: [{ type: 'sequence' as const, asns: [394955] }],
    };
    expect(compare([listed()], [sent()])).toEqual({
      ...{ neighbor: '198.51.100.1', from: 'he_v4', to: '198.51.100.1' },
      ...{ compared: 1, same: 1, differences: [], problem: undefined },
      ignored: {
        ...{ 'own-as': 1, 'own-next-hop': 1, 'sent-origin': 1 },
        ...{ 'inside-only': 0, 'non-transitive': 0, otc: 0 },
      },
    });
    expect(
      compare([listed(policy)], [sent({ ...policy, asPath: undefined }, 1)])
        .differences,
    ).toHaveLength(1);
    expect(
      compare(
        [listed(policy)],
        [
          sent({
            ...policy,
            asPath: [{ type: 'sequence', asns: [394955, 394955] }],
          }),
        ],
      ).same,
    ).toBe(1);
  });

  it.each<[string, ReturnType<typeof sent>, object]>([
    [
      'a community',
      sent({ communities: [0xffff029a] }),
      { field: 'communities', from: '', to: 'BLACKHOLE' },
    ],
    ['a prepend', sent({}, 1), { field: 'asPath', from: '', to: '394955' }],
    ['a MED', sent({ med: 0 }), { field: 'med', from: '', to: '0' }],
    [
      'another origin',
      sent({ origin: 2 }),
      { field: 'origin', from: 'igp', to: 'incomplete' },
    ],
    [
      'a large community',
      sent({ largeCommunities: [[1, 2, 3]] }),
      { field: 'largeCommunities', from: '', to: '1:2:3' },
    ],
    [
      'an aggregate that is atomic',
      sent({ atomicAggregate: true }),
      { field: 'other', from: '', to: 'atomic' },
    ],
  ])('sees %s that only the new router adds', (_, route, expected) => {
    const found = compare([listed()], [route]);
    expect(found).toMatchObject({ same: 0, differences: [{ prefix: OWN }] });
    expect(valuesOf(found)).toEqual([expected]);
  });

  it('compares next hops, but for one that may be replaced as it is sent', () => {
    const nextHop = (text: string) => ({ nextHop: parseAddress(text) });
    expect(
      compare(
        [listed(nextHop('198.51.100.8'))],
        [sent(nextHop('198.51.100.9'))],
      ).differences,
    ).toMatchObject([{ values: [{ field: 'nextHop' }] }]);
    // GoBGP tells what went out, by its policy; BIRD's own is not in its list.
    expect(
      valuesOf(compare([listed()], [sent(nextHop('198.51.100.9'))])),
    ).toEqual([{ field: 'nextHop', from: '', to: '198.51.100.9' }]);
    expect(compare([listed(nextHop('198.51.100.9'))], [sent()]).same).toBe(1);
    expect(compare([sent(nextHop('198.51.100.9'))], [sent()]).same).toBe(0);
  });

  it('sees that one of them is silent', () => {
    expect(compare([listed()], []).differences).toEqual([
      { prefix: OWN, class: 'only-from', values: [] },
    ]);
    expect(compare([], [sent()]).differences).toMatchObject([
      { class: 'only-to' },
    ]);
    expect(compare([], [])).toMatchObject({
      ...{ same: 0, differences: [] },
      problem: `Neither gw1 nor gw2 tells 198.51.100.1 of ${OWN}.`,
    });
  });

  it('knows nothing where one does not answer, or does not tell it whole', () => {
    expect(
      compare([listed()], { items: [], problem: 'gw2 is away.' }),
    ).toMatchObject({
      ...{ compared: 0, same: 0, differences: [] },
      problem:
        'What gw2 tells 198.51.100.1 of our own cannot be read: gw2 is away.',
    });
    expect(
      compare(
        [{ ...listed({ med: 5 }), doubtfulMed: true }],
        [sent({ med: 5 })],
      ).problem,
    ).toBe(
      `gw1 does not say of ${OWN} to 198.51.100.1 whether its MED 5, which the route has already, goes out too.`,
    );
    expect(compare([listed()], [sent(), sent()]).problem).toMatch(
      /^gw2 tells 198\.51\.100\.1 of 2 paths/,
    );
  });
});
