import { findStays, judgeStays, plannedStays, RouterOwn } from './readStays';

const A = '192.0.2.0/24';
const B = '2001:db8:3949::/48';
const stays = plannedStays([
  { prefix: A, elsewhere: ['alt on gw1', 'he_v4 on gw2'] },
  { prefix: B, elsewhere: ['he_v6 on gw2'] },
  { prefix: '198.51.100.0/24', elsewhere: [] },
]);
const read = (
  id: string,
  sessions: { [name: string]: string[] },
  more: Partial<RouterOwn> & { standIns?: string[] } = {},
): RouterOwn => {
  const { standIns, ...rest } = more;
  return {
    router: { id, standIns } as never,
    reading: { sessions: [] } as never,
    announced: Object.entries(sessions).map(([name, own]) => ({
      router: id,
      session: { name, state: 'established', type: 'external' } as never,
      own,
    })),
    ...rest,
  };
};

describe('own prefixes that stay announced elsewhere', () => {
  it('are those the plan does not give up', () => {
    expect(stays.map(({ prefix }) => prefix)).toEqual([A, B]);
  });

  it('pass over whichever session of whichever router they go out', () => {
    const seen = [read('gw1', { alt: [A] }), read('gw3', { ix: [B] })];
    expect(judgeStays(findStays(stays, seen))).toMatchObject({
      probe: 'elsewhere',
      verdict: 'pass',
    });
  });

  it('fail the probe by name where they go out nowhere', () => {
    const seen = [read('gw1', { alt: [A] }), read('gw2', {})];
    expect(judgeStays(findStays(stays, seen))).toEqual({
      probe: 'elsewhere',
      verdict: 'fail',
      message: `No established external session announces any more: ${B}, of which the plan said that it stays over he_v6 on gw2.`,
    });
    // What stands in for a neighbor is no way to anybody.
    const standing = read('gw2', { feed: [B] }, { standIns: ['feed'] });
    expect(judgeStays(findStays(stays, [seen[0], standing]))).toMatchObject({
      verdict: 'fail',
    });
  });

  it('are not known while the neighbor that gets them restarts', () => {
    const seen = [read('gw1', { alt: [A] }), read('gw2', { he_v6: [B] })];
    Object.assign(seen[1].announced[0].session, { restarting: true });
    expect(judgeStays(findStays(stays, seen))).toMatchObject({
      verdict: 'unknown',
      message: expect.stringMatching(
        /the neighbor of he_v6 on gw2 restarts gracefully$/,
      ),
    });
    // Of what is out by somebody else nothing is left to say.
    const more = [...seen, read('gw3', { ix: [B] })];
    expect(judgeStays(findStays(stays, more))).toMatchObject({
      verdict: 'pass',
    });
  });

  it.each([
    ['silent', { reading: undefined, problem: 'no answer' }],
    ['read in part', { problem: 'half of it' }],
  ])('are not known while a router is %s', (_, more) => {
    const seen = [read('gw1', { alt: [A] }), read('gw2', {}, more)];
    expect(judgeStays(findStays(stays, seen))).toMatchObject({
      verdict: 'unknown',
      message: expect.stringMatching(/router gw2 was not read whole/),
    });
    // Unless they are seen all the same.
    const other = read('gw3', { ix: [B] });
    expect(judgeStays(findStays(stays, [...seen, other]))).toMatchObject({
      verdict: 'pass',
    });
  });

  it('pass where the whole goes out by which a part was to stay', () => {
    const part = {
      ...{ prefix: '2001:db8:3949:f000::/52', elsewhere: ['he_v6 on gw2'] },
      cover: B,
    };
    const [planned] = plannedStays([part]);
    const by = [read('gw2', { he_v6: [B] })];
    expect(judgeStays(findStays([planned], by)).verdict).toBe('pass');
    const without = [read('gw2', { he_v6: [A] })];
    expect(judgeStays(findStays([planned], without))).toMatchObject({
      verdict: 'fail',
      message: expect.stringMatching(
        /f000::\/52, of which the plan said that it stays by 2001:db8:3949::\/48 over he_v6 on gw2\.$/,
      ),
    });
  });
});
