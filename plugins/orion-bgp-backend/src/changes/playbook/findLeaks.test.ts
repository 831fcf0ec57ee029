import {
  NeighborRelation,
  SessionReading,
} from '@orion/backstage-plugin-orion-bgp-common';
import { RouterAnnouncements } from '../readAnnouncements';
import { foreignExports } from '../testing/foreignExports';
import { findLeaks, LeakLimits } from './findLeaks';
import { PlannedAnnouncements } from './judgeAnnouncements';

const planned = (
  foreign: number,
  more: Partial<PlannedAnnouncements> = {},
): PlannedAnnouncements => ({
  ...{ router: 'gw1', session: 'ix', neighborAs: 64500 },
  ...{ before: [], after: [], foreign, gone: false, ...more },
});

const sent = (
  others: number,
  more: {
    session?: Partial<SessionReading>;
    router?: string;
    tooMany?: true;
    beside?: number;
    leaked?: number;
    from?: string[];
  } = {},
): RouterAnnouncements => {
  const { router = 'gw1', tooMany, beside, leaked = 0, from = [] } = more;
  const session = {
    name: 'ix',
    type: 'external',
    state: 'established',
    neighborAs: 64500,
    ...more.session,
  } as SessionReading;
  return {
    router: { id: router } as never,
    announced: [
      {
        ...{ router, session, own: [], tooMany },
        foreign: foreignExports(others, {
          beside,
          leaked: { count: leaked, examples: [], from },
        }),
      },
    ],
  };
};

const find = (
  announcements: PlannedAnnouncements[],
  read: RouterAnnouncements[],
  relation?: NeighborRelation,
  more: Partial<LeakLimits> = {},
) =>
  findLeaks(
    {
      ...{ announcements, mostForeign: 0, untouched: [], ...more },
      relations: new Map(relation && [[64500, relation]]),
    },
    read,
  );

describe('findLeaks', () => {
  it('lets out as much as went out at the plan, and a tenth more', () => {
    expect(find([planned(0)], [sent(0)])).toBe('');
    expect(find([planned(0)], [sent(1)])).toBe(
      '1 path of others out over ix on gw1, where none went out before',
    );
    // The route of one customer is no reason for those of everybody.
    expect(find([planned(1)], [sent(1)])).toBe('');
    expect(find([planned(1)], [sent(240_000)])).toBe(
      '240000 paths of others out over ix on gw1, where 1 went out before and at most 1 may',
    );
    expect(find([planned(3000)], [sent(3300)])).toBe('');
    expect(find([planned(3000)], [sent(3301)])).toMatch(
      /where 3000 went out before and at most 3300 may$/,
    );
  });

  it('holds a session that started anew to what went out before it did', () => {
    const restarts = (foreign: number) => planned(foreign, { gone: true });
    expect(find([restarts(3000)], [sent(3000)])).toBe('');
    expect(find([restarts(0)], [sent(240_000)])).toMatch(
      /^240000 paths of others out over ix on gw1, where none/,
    );
    // One that is not there sends nothing.
    expect(
      find([restarts(0)], [{ router: { id: 'gw1' } as never, announced: [] }]),
    ).toBe('');
  });

  it.each([
    ['nobody named', []],
    ['another router has', [planned(3000, { router: 'gw2' })]],
    ['spoke with another network', [planned(3000, { neighborAs: 64501 })]],
  ])('lets nothing out over a session that %s at the plan', (_, known) => {
    expect(find(known, [sent(0)])).toBe('');
    expect(find(known, [sent(7)])).toBe(
      '7 paths of others that are not known as customers out over ix on gw1, which was not up with AS64500 at the plan: none may, unless orion.bgp.relations.AS64500 is customer or route-server-client',
    );
  });

  it.each(['provider', 'peer', 'route-server'] as const)(
    'lets nothing out to a new %s',
    relation => {
      expect(find([], [sent(7)], relation)).toMatch(
        new RegExp(`none may to a ${relation}$`),
      );
    },
  );

  it.each(['customer', 'route-server-client'] as const)(
    'lets everything of others out to a new %s, and not more of the own than there is',
    relation => {
      expect(find([], [sent(240_000)], relation)).toBe('');
      expect(find([], [sent(7, { tooMany: true })], relation)).toBe(
        'more than 10000 routes of the own network out over ix on gw1',
      );
    },
  );

  it('lets out to a new provider or peer what customers send', () => {
    for (const relation of [undefined, 'provider', 'peer'] as const) {
      expect(find([], [sent(300, { beside: 0 })], relation)).toBe('');
      expect(find([], [sent(300, { beside: 1 })], relation)).toMatch(
        /^1 path of others that are not known as customers out over ix on gw1/,
      );
    }
  });

  it('lets out as much beside as other providers and peers get', () => {
    const find300 = (count: number, leaked = 0) =>
      find([], [sent(count, { leaked })], 'provider', { mostForeign: 300 });
    expect(find300(330)).toBe('');
    expect(find300(331)).toBe(
      '331 paths of others that are not known as customers out over ix on gw1, which was not up with AS64500 at the plan: at most 330, as to other providers and peers, may to a provider',
    );
    // What certainly comes from one is not among them.
    expect(find300(300, 1)).toBe(
      '1 path of providers and peers out over ix on gw1, which was not up with AS64500 at the plan: none may to a provider',
    );
  });

  it('takes nothing back for a session that came up by itself', () => {
    const untouched = ['gw1/ix'];
    expect(find([], [sent(300)], undefined, { untouched })).toBe('');
    expect(find([], [sent(300)], undefined, { untouched: [] })).not.toBe('');
    // Of its own there is no more than anybody has all the same.
    const more = sent(0, { tooMany: true });
    expect(find([], [more], undefined, { untouched })).not.toBe('');
  });

  it('takes back what such a session leaks of one that the change is about', () => {
    const untouched = ['gw1/ix', 'gw1/alt'];
    const over = (...from: string[]) =>
      find([], [sent(300, { leaked: 300, from })], 'peer', { untouched });
    expect(over('alt')).toBe('');
    expect(over('alt', 'he')).toMatch(
      /^300 paths of providers and peers out over ix on gw1/,
    );
  });

  it('believes both ends before the configuration what they are to one another', () => {
    const role = { local: 'provider', remote: 'customer' };
    expect(find([], [sent(7, { session: { role } })], 'peer')).toBe('');
    // One end alone says nothing.
    const half = { role: { local: 'provider' } };
    expect(find([], [sent(7, { session: half })])).not.toBe('');
  });

  it('names each of several, whatever else a router does not say', () => {
    const silent = { ...sent(5, { router: 'gw2' }), problem: 'no answer' };
    expect(find([planned(0)], [sent(7, { tooMany: true }), silent])).toMatch(
      /^7 paths .* on gw1, .*; more than 10000 routes .* on gw1; 5 paths .* on gw2, /,
    );
  });
});
