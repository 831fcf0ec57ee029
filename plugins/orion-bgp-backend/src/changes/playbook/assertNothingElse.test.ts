import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { assertNothingElse } from './assertNothingElse';
import { WantedSession } from './PlaybookSight';

const wanted = (name: string, neighbor: string, enabled = true) => ({
  ...{ name, neighbor, enabled },
  asn: 6939,
  speaker: 'bird' as const,
});
const there = (name: string, neighborAddress: string, type = 'external') =>
  ({ name, neighborAddress, type } as SessionReading);

describe('assertNothingElse', () => {
  const add = { session: 'ix_v6', becomes: 'up' as const };

  it('lets the session come that it is about, and what is there stay', () => {
    const after = [wanted('he_v6', '::1'), wanted('ix_v6', '::2')];
    const now = [there('he_v6', '::1'), there('shadow', '::9', 'internal')];
    expect(() => assertNothingElse(add, after, now, 'gw1')).not.toThrow();
    const remove = { session: 'ix_v6', becomes: 'gone' as const };
    expect(() =>
      assertNothingElse(
        remove,
        [wanted('he_v6', '::1')],
        [...now, there('ix_v6', '::2')],
        'gw1',
      ),
    ).not.toThrow();
  });

  it('refuses what comes or goes with it, by name', () => {
    const after = [wanted('ix_v6', '::2'), wanted('other', '::3')];
    expect(() =>
      assertNothingElse(add, after, [there('he_v6', '::1')], 'gw1'),
    ).toThrow(/other comes, he_v6 goes\. Configure the router first/);
  });

  it('knows the sessions of a GoBGP by their neighbors', () => {
    const ofGobgp = (name: string, neighbor: string): WantedSession => ({
      ...wanted(name, neighbor),
      speaker: 'gobgp',
    });
    const now = [there('::1', '::1')];
    const come = { session: '::2', becomes: 'up' as const };
    const both = [ofGobgp('he_v6', '::1'), ofGobgp('ix_v6', '::2')];
    expect(() => assertNothingElse(come, both, now, 'gw2')).not.toThrow();
    // By its name alone it is another one.
    expect(() =>
      assertNothingElse({ ...come, session: 'ix_v6' }, both, now, 'gw2'),
    ).toThrow(/ix_v6 comes/);
    const go = { session: '::1', becomes: 'gone' as const };
    expect(() => assertNothingElse(go, [], now, 'gw2')).not.toThrow();
    expect(() =>
      assertNothingElse(go, [], [...now, there('::3', '::3')], 'gw2'),
    ).toThrow(/::3 goes/);
  });

  it('asks nothing of a change that is about the whole router', () => {
    expect(() =>
      assertNothingElse(undefined, [], [there('he_v6', '::1')], 'gw1'),
    ).not.toThrow();
  });
});
