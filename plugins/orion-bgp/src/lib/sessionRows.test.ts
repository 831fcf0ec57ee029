import { drift, manySessions, session } from '../tests/fakes';
import { sessionRows } from './sessionRows';

const names = (...sessions: ReturnType<typeof manySessions>) =>
  sessionRows(sessions, Date.now()).map(({ session: { name } }) => name);

const off = session({ name: 'off', state: 'down', adminState: 'down' });
const on = session({ name: 'on' });

describe('sessionRows', () => {
  it('has what is down first, then what nears its limit, and what is off last', () => {
    expect(names(...manySessions())).toEqual([
      'ix_rs1',
      'he_v4',
      'he_v6',
      '2001:db8:6939::9',
      '2001:db8:6939::9',
      'lab_peer',
    ]);
  });

  it('has a family that an established session does not exchange beside what is down', () => {
    const [{ families }] = manySessions().filter(
      ({ name }) => name === '2001:db8:6939::9',
    );
    const [v4, v6] = families;
    const half = { ...on, name: 'z', families: [v4, { ...v6, up: false }] };
    const rows = sessionRows([on, half], Date.now());
    expect(
      rows.map(({ session: { name }, family, word }) => [
        name,
        family?.family,
        word,
      ]),
    ).toEqual([
      ['z', 'ipv6-unicast', 'notExchanged'],
      ['on', 'ipv6-unicast', 'established'],
      ['z', 'ipv4-unicast', 'established'],
    ]);
    // Of a session that is down no family is up, and that is no news.
    const [down] = manySessions().filter(({ name }) => name === 'ix_rs1');
    const dead = { ...down, families: [{ ...v6, up: false }] };
    expect(sessionRows([dead], Date.now())).toMatchObject([{ word: 'down' }]);
  });

  it('has one that is off and that NetBox has as active before those that are well', () => {
    const wanted = {
      ...off,
      name: 'z',
      intent: { finding: 'active-but-down' as const, differences: [] },
    };
    expect(names(on, off, wanted)).toEqual(['z', 'on', 'off']);
  });

  it('has what is not as a change decided among the problems, after what is down', () => {
    const [down] = manySessions().filter(({ name }) => name === 'ix_rs1');
    const drifted = { ...off, name: 'z', drift: drift({ state: 'up' }) };
    expect(names(on, off, drifted, down)).toEqual(['ix_rs1', 'z', 'on', 'off']);
  });

  it('has one that came on again before those that are on as they should be', () => {
    const again = { ...on, name: 'z', drift: drift({ state: 'down' }) };
    expect(names(on, again)).toEqual(['z', 'on']);
  });

  it('has one whose neighbor restarts among the problems', () => {
    const restarting = { ...on, name: 'z', restarting: true as const };
    expect(names(on, restarting)).toEqual(['z', 'on']);
    // One that is down is above it, and stays where it is.
    const [down] = manySessions().filter(({ name }) => name === 'ix_rs1');
    expect(names(restarting, { ...down, restarting: true })).toEqual([
      'ix_rs1',
      'z',
    ]);
  });

  it('leaves one that is down and drifted where what is down is', () => {
    const [down] = manySessions().filter(({ name }) => name === 'ix_rs1');
    const again = { ...down, name: 'a', drift: drift({ state: 'down' }) };
    expect(names(on, down, again)).toEqual(['a', 'ix_rs1', 'on']);
  });
});
