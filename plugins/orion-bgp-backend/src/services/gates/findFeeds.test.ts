import { gateSession } from '../../__testUtils__/gateFacts';
import { findFeeds } from './findFeeds';

const neighbor = { address: '2001:db8::1', from: 'he_v6', to: 'he6' };
const from = [gateSession('gw1')];
const session = (over: object) => gateSession('gw2', over);

describe('findFeeds', () => {
  it('finds another session with the same AS, and those inside', () => {
    const to = [
      session({ name: 'he6', state: 'down' }),
      session({ name: 'second' }),
      session({ name: 'raw', type: 'internal', neighborAs: 394955 }),
      session({ name: 'other', neighborAs: 64500 }),
      session({ name: 'down', state: 'active' }),
    ];
    expect(findFeeds(neighbor, { from, to })).toEqual({
      feeds: ['second', 'raw'],
      family: 6,
    });
  });

  it('wants every family of it', () => {
    const [family] = gateSession('gw1').families;
    const v4 = { ...family, family: 'ipv4-unicast' };
    const both = [gateSession('gw1', { families: [family, v4] })];
    const to = [
      session({ name: 'one' }),
      session({ name: 'both', families: [family, v4] }),
    ];
    expect(findFeeds(neighbor, { from: both, to })).toEqual({
      feeds: ['both'],
      family: undefined,
    });
    const only4 = [gateSession('gw1', { families: [v4] })];
    expect(findFeeds(neighbor, { from: only4, to })).toEqual({
      feeds: ['both'],
      family: 4,
    });
  });
});
