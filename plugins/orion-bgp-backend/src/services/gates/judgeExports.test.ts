import {
  gateExports,
  gateFacts,
  gateSent,
  gateSession,
  judgedGate,
  OWN,
} from '../../__testUtils__/gateFacts';
import { GateFacts } from './GateFacts';

const gate = (over: Partial<GateFacts>) => judgedGate('exports-are-own', over);

describe('judgeExports', () => {
  it('passes what is announced exactly, and says who says what is ours', () => {
    expect(gate({})).toMatchObject({
      state: 'passed',
      reason:
        'gw1 and gw2 announce exactly what NetBox has as ours to every shared neighbor, with the same attributes.',
      inputs: [
        { name: 'aggregates of NetBox', rows: 1 },
        { name: 'exported to 2001:db8::1 by gw1', rows: 1 },
        { name: 'exported to 2001:db8::1 by gw2', rows: 1 },
        {
          name: 'told to 2001:db8::1 with their attributes by both',
          rows: 1,
        },
      ],
    });
    const aggregates = { prefixes: [OWN], from: 'configuration' as const };
    expect(gate({ aggregates }).reason).toContain('orion.bgp.aggregates');
  });

  it.each([
    [[], 'gw2 does not announce 2001:db8:3949::/48 to 2001:db8::1.'],
    [[OWN, '::/0'], 'gw2 announces ::/0 to 2001:db8::1, which is not ours.'],
  ])('refuses %j of the new router', (prefixes, reason) => {
    const exports = gateExports(prefixes);
    expect(gate({ exports })).toMatchObject({ state: 'failed', reason });
  });

  it.each([
    [[], 'gw1 does not announce 2001:db8:3949::/48 to 2001:db8::1.'],
    [[OWN, '::/0'], 'gw1 announces ::/0 to 2001:db8::1, which is not ours.'],
  ])('refuses %j of the router in service', (from, reason) => {
    const exports = gateExports([OWN], { from });
    expect(gate({ exports })).toMatchObject({ state: 'failed', reason });
  });

  it('refuses what is too long to look at', () => {
    expect(gate({ exports: gateExports([OWN], { total: 2 }) }).reason).toBe(
      'gw2 sends 2 prefixes to 2001:db8::1, too many to look at.',
    );
  });

  it('names the prefix, the session and what is told otherwise', () => {
    const differences = [
      {
        prefix: OWN,
        class: 'different' as const,
        values: [
          { field: 'communities' as const, from: '', to: 'NO_EXPORT' },
          { field: 'asPath' as const, from: '', to: '394955 394955' },
        ],
      },
    ];
    expect(gate({ sent: [gateSent({ same: 0, differences })] })).toMatchObject({
      state: 'failed',
      reason:
        '2001:db8:3949::/48 goes out to 2001:db8::1 (he_v6 on gw2) with other attributes: communities none by gw1, NO_EXPORT by gw2; AS path none by gw1, 394955 394955 by gw2.',
    });
    const more = [...differences, { ...differences[0], prefix: '::/1' }];
    expect(gate({ sent: [gateSent({ differences: more })] }).reason).toMatch(
      / 1 more differ\.$/,
    );
  });

  it.each([
    ['only-from', 'gw1 tells', 'gw2 does not.'],
    ['only-to', 'gw2 tells', 'gw1 does not.'],
  ] as const)('names who is silent of a prefix: %s', (its, who, end) => {
    const differences = [{ prefix: OWN, class: its, values: [] }];
    expect(gate({ sent: [gateSent({ differences })] })).toMatchObject({
      state: 'failed',
      reason: `${who} 2001:db8::1 (he_v6 on gw2) of 2001:db8:3949::/48 and ${end}`,
    });
  });

  it('does not know what a router does not say, and passes nothing by it', () => {
    const problem = 'What gw2 tells 2001:db8::1 of our own cannot be read: no.';
    const unread = gateSent({ compared: 0, same: 0, problem });
    expect(gate({ sent: [unread] })).toMatchObject({
      state: 'unknown',
      reason: problem,
    });
    expect(gate({ sent: [] })).toMatchObject({
      state: 'unknown',
      reason: 'What goes out to 2001:db8::1 was not read with its attributes.',
    });
  });

  it('does not judge by what nobody says, or said too long ago', () => {
    expect(
      gate({ aggregates: { from: 'netbox', note: 'NetBox was never read.' } }),
    ).toMatchObject({ state: 'unknown', reason: 'NetBox was never read.' });
    expect(gate({ aggregates: { prefixes: [] } }).state).toBe('unknown');
    const freshness = {
      source: 'netbox',
      intervalMs: 1,
      stale: true,
      fetchedAt: '2026-11-26T10:00:00Z',
      error: 'no answer',
    };
    const aggregates = { prefixes: [OWN], from: 'netbox' as const, freshness };
    expect(gate({ aggregates })).toMatchObject({
      state: 'failed',
      reason:
        'NetBox says what is ours as of 2026-11-26T10:00:00Z, and cannot be read now: no answer.',
    });
  });

  it('wants what is ours at every neighbor of its family, on both', () => {
    const { to } = gateFacts();
    const sessions = [...to.sessions, gateSession('gw2', { name: 'ix_v6' })];
    const more = {
      router: 'gw2',
      session: 'ix_v6',
      address: '2001:db8::2',
      prefixes: [],
      total: 0,
    };
    expect(
      gate({ to: { ...to, sessions }, exports: [...gateExports([OWN]), more] })
        .reason,
    ).toBe('gw2 does not announce 2001:db8:3949::/48 to 2001:db8::2.');
    const other = ['192.0.2.0/24'];
    expect(
      gate({
        aggregates: { prefixes: other, from: 'netbox' },
        exports: gateExports([], { from: [] }),
      }).reason,
    ).toBe('No shared neighbor of gw1 takes 192.0.2.0/24.');
  });

  it('lets what went over before be announced by the new one alone', () => {
    const { to } = gateFacts();
    const v4 = gateSession('gw2', { name: 'he_v4' });
    const families = v4.families.map(one => ({
      ...one,
      family: 'ipv4-unicast',
    }));
    const moved = [{ address: '192.0.2.1', from: 'he_v4', to: 'he_v4' }];
    const ours = [OWN, '198.51.100.0/24'];
    const gone = (prefixes: string[]) =>
      gate({
        aggregates: { prefixes: ours, from: 'netbox' },
        to: { ...to, sessions: [...to.sessions, { ...v4, families }] },
        moved,
        exports: [
          ...gateExports([OWN]),
          {
            router: 'gw2',
            session: 'he_v4',
            address: '192.0.2.1',
            prefixes,
            total: prefixes.length,
          },
        ],
      });
    expect(gone([ours[1]]).state).toBe('passed');
    expect(gone([]).reason).toBe(
      'gw2 does not announce 198.51.100.0/24 to 192.0.2.1.',
    );
  });

  it('refuses what the policy is going to do with one that waits', () => {
    const one = { session: 'he_v6', address: '2001:db8::9', probes: 4 };
    expect(gate({ foreseen: [one] })).toMatchObject({
      state: 'passed',
      inputs: expect.arrayContaining([
        { name: 'routes put to the policy of gw2 for 2001:db8::9', rows: 4 },
      ]),
    });
    const problem = 'gw2 would announce ::/0 to 2001:db8::9.';
    expect(gate({ foreseen: [one, { ...one, problem }] })).toMatchObject({
      state: 'failed',
      reason: problem,
    });
  });

  it('lets one stand in for another only under the same policy', () => {
    const facts = gateFacts();
    const named = (policy: string, over = {}) => {
      const session = gateSession('gw1', over);
      return {
        ...session,
        families: session.families.map(family => ({
          ...family,
          exportPolicy: policy,
        })),
      };
    };
    const judge = (standIn: string, real: string) =>
      gate({
        from: {
          ...facts.from,
          sessions: [named(standIn), named(real, { name: 'real' })],
        },
        waiting: [{ address: '2001:db8::9', from: 'real', to: 'real' }],
      });
    expect(judge('own_out6', 'own_out6').state).toBe('passed');
    expect(judge('test_out', 'own_out6')).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/^real on gw1 exports by own_out6, and no/),
    });
    expect(judge('(unnamed)', '(unnamed)').state).toBe('failed');
  });
});
