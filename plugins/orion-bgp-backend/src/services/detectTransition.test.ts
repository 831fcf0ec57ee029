import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { sessionReading } from '../__testUtils__/readings';
import { detectTransition, steadySince } from './detectTransition';

const up = sessionReading();
const at = (given: Partial<SessionReading>) => sessionReading(given);
const seconds = (count: number) =>
  new Date(Date.parse(up.since!) + count * 1000).toISOString();

describe('detectTransition', () => {
  it('remembers the first sight', () => {
    expect(detectTransition(undefined, up)).toEqual({ flap: false });
  });

  it('says nothing while nothing happens', () => {
    expect(detectTransition(up, up)).toBeUndefined();
    expect(detectTransition(up, at({ since: seconds(4) }))).toBeUndefined();
  });

  it('counts a session that goes down by itself, with the routes it had', () => {
    const down = at({
      state: 'idle',
      since: seconds(60),
      lastError: 'hold timer',
    });
    expect(detectTransition(up, down)).toEqual({
      from: 'established',
      flap: true,
      received: { 'ipv6-unicast': 210_000 },
    });
  });

  it('does not count one that a person switched off', () => {
    const off = at({ state: 'down', adminState: 'down' });
    expect(detectTransition(up, off)).toMatchObject({ flap: false });
  });

  it('counts one that its daemon switched off after an error', () => {
    const off = at({
      state: 'down',
      adminState: 'down',
      disabledBy: 'daemon',
      lastError: 'hold timer',
    });
    expect(detectTransition(up, off)).toMatchObject({ flap: true });
    const byHand = at({ ...off, disabledBy: undefined });
    expect(detectTransition(off, byHand)).toMatchObject({ flap: false });
  });

  it('counts one its own prefix limit switched off', () => {
    const off = at({ state: 'down', adminState: 'prefix-limit' });
    expect(detectTransition(up, off)).toMatchObject({ flap: true });
  });

  it('sees one that came back between two looks', () => {
    const again = at({ since: seconds(30) });
    expect(detectTransition(up, again)).toMatchObject({
      from: 'established',
      flap: true,
    });
    const counted = detectTransition(
      at({ daemonFlaps: 3, since: undefined }),
      at({ daemonFlaps: 4, since: undefined }),
    );
    expect(counted).toMatchObject({ flap: true });
  });

  it('does not count a router whose clock was set back', () => {
    expect(detectTransition(up, at({ since: seconds(-7200) }))).toBeUndefined();
  });

  it('ignores the round of states while it is down, but not a new reason', () => {
    const idle = at({ state: 'idle', lastError: 'connection refused' });
    const active = at({ state: 'active', lastError: 'connection refused' });
    expect(detectTransition(idle, active)).toBeUndefined();
    const other = at({ state: 'idle', lastError: 'bad peer AS' });
    expect(detectTransition(active, other)).toEqual({
      from: 'active',
      flap: false,
    });
  });

  it('tells when it is up again', () => {
    const down = at({ state: 'active' });
    expect(detectTransition(down, up)).toEqual({ from: 'active', flap: false });
  });
});

describe('steadySince', () => {
  it('keeps the date of the same state, and takes that of another', () => {
    const jitter = at({ since: seconds(2) });
    expect(steadySince(up, jitter).since).toBe(up.since);
    const other = at({ state: 'idle', since: seconds(2) });
    expect(steadySince(up, other).since).toBe(other.since);
    expect(steadySince(undefined, jitter).since).toBe(jitter.since);
  });
});
