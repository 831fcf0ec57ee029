import { parseFilter } from '@orion/backstage-plugin-orion-react';
import { drift, manySessions, session } from '../tests/fakes';
import { sessionRows } from './sessionRows';
import {
  matchesSession,
  sessionFilterFields,
  suggestSessionTokens,
} from './sessionsFilter';

const rows = sessionRows(
  [
    ...manySessions(),
    session({ name: 'kept_off', neighborAs: 64999, drift: drift() }),
  ],
  Date.now(),
);

function found(filter: string): string[] {
  const tokens = parseFilter(filter, sessionFilterFields);
  const names = rows
    .filter(row => {
      const { name, neighborAs } = row.session;
      return matchesSession(row, tokens, {
        name: `AS${neighborAs} ${name}`,
        asName: neighborAs === 6939 ? 'Hurricane Electric' : undefined,
        states: [row.word === 'disabled' ? 'Disabled' : row.word],
      });
    })
    .map(({ session: { name } }) => name);
  return [...new Set(names)];
}

describe('matchesSession', () => {
  it.each([
    ['', 6],
    ['he_', ['he_v4', 'he_v6']],
    ['GW2', ['2001:db8:6939::9']],
    ['as64500', ['ix_rs1']],
    ['hurricane gw2', ['2001:db8:6939::9']],
    ['2001:DB8:100::1', ['ix_rs1']],
    ['electric, ipv4', ['he_v4']],
    ['disabled', ['lab_peer']],
    ['session:lab', ['lab_peer']],
    ['router:gw2', ['2001:db8:6939::9']],
    ['router:gw', []],
    ['as:AS64511', ['lab_peer']],
    ['as:6451', []],
    ['as:hurricane router:gw2', ['2001:db8:6939::9']],
    ['address:192.0.2.', ['he_v4']],
    ['state:down state:disabled', ['ix_rs1', 'lab_peer']],
    ['state:down router:gw2', []],
    ['state:drifted', ['kept_off']],
    ['nobody', []],
  ])('finds by %j', (filter, names) => {
    expect(
      typeof names === 'number' ? found(filter).length : found(filter),
    ).toEqual(names);
  });
});

describe('suggestSessionTokens', () => {
  it('offers what there is, states first', () => {
    const tokens = suggestSessionTokens(rows);
    expect(tokens.slice(0, 2)).toEqual(['state:drifted', 'state:down']);
    expect(tokens).toEqual(
      expect.arrayContaining(['router:gw1', 'router:gw2', 'as:64511']),
    );
    expect(new Set(tokens).size).toBe(tokens.length);
  });
});
