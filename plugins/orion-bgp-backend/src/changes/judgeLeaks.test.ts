import { foreignExports } from './testing/foreignExports';
import { besideCustomers, isCertainLeak, judgeLeaks } from './judgeLeaks';

const list = (count: number) => ({
  count,
  examples: ['2001:db8:1::/48', '2001:db8:2::/48'].slice(0, count),
  from: [],
});
const sent = (count: number, leaked = 0) =>
  foreignExports(count, {
    examples: list(count).examples,
    leaked: list(leaked),
  });
const judge = (before: number | undefined, count: number) =>
  judgeLeaks('Session he_v6 on gw2', before, sent(count));

it('fails what makes us a way between two networks, with examples', () => {
  expect(judge(0, 0).verdict).toBe('pass');
  expect(judge(0, 1)).toMatchObject({
    verdict: 'fail',
    message:
      'Session he_v6 on gw2 sends 1 route of other networks, and 0 went out before: 2001:db8:1::/48.',
  });
  expect(judge(0, 900).message).toMatch(
    /2001:db8:1::\/48, 2001:db8:2::\/48 and others\.$/,
  );
});

it('lets routes to a customer move, and grow no more than that', () => {
  expect(judge(1_000, 1_100).verdict).toBe('pass');
  expect(judge(1_000, 0).verdict).toBe('pass');
  expect(judge(1_000, 1_101).verdict).toBe('fail');
});

it('counts what customers send only where it is told to', () => {
  const grown = foreignExports(300, { beside: 2, examples: ['192.0.2.0/24'] });
  expect(judgeLeaks('Session he_v6', 2, grown).verdict).toBe('fail');
  expect(judgeLeaks('Session he_v6', 2, besideCustomers(grown)).verdict).toBe(
    'pass',
  );
  expect(judgeLeaks('Session he_v6', 1, besideCustomers(grown))).toMatchObject({
    message:
      'Session he_v6 sends 2 routes of other networks, and 1 went out before: 192.0.2.0/24 and others.',
  });
});

it('gives what certainly leaks no room that customers had', () => {
  const leaking = foreignExports(1_500, { beside: 700, leaked: list(700) });
  expect(judgeLeaks('Session ix', 805, besideCustomers(leaking)).verdict).toBe(
    'fail',
  );
  expect(isCertainLeak(805, besideCustomers(leaking))).toBe(true);
});

it('judges nothing by what nobody knows', () => {
  expect(judge(undefined, 5)).toMatchObject({
    verdict: 'pass',
    message: expect.stringContaining('nobody knows how many'),
  });
  expect(judge(undefined, 0).message).toBe(
    'Session he_v6 on gw2 sends nothing of other networks.',
  );
});

it('knows a leak where nothing is known of before', () => {
  expect(judgeLeaks('Session he_v6', undefined, sent(5, 1))).toMatchObject({
    verdict: 'fail',
    message:
      'Session he_v6 sends 1 route of a provider or a peer to another one: 2001:db8:1::/48.',
  });
  // It was so before, and nothing that was done here made it so.
  expect(judgeLeaks('Session he_v6', 5, sent(5, 5)).verdict).toBe('pass');
});

it('reads on until it is certain, and no further', () => {
  expect(isCertainLeak(100, sent(110))).toBe(false);
  expect(isCertainLeak(100, sent(111))).toBe(true);
  expect(isCertainLeak(undefined, sent(5_000, 2))).toBe(false);
  expect(isCertainLeak(undefined, sent(3, 3))).toBe(true);
  expect(
    judgeLeaks('Session he_v6', undefined, {
      ...sent(3, 3),
      endedBy: 'foreign',
    }).message,
  ).toMatch(/^Session he_v6 sends at least 3 routes of a provider or a peer/);
});
