import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { assertNothingElse, RouterNow } from './assertNothingElse';
import { WantedSession } from './PlaybookSight';

const wanted = (
  name: string,
  neighbor: string,
  enabled = true,
): WantedSession => ({
  ...{ name, neighbor, enabled },
  asn: 6939,
  speaker: 'bird' as const,
});
const router = (
  id: string,
  sessions: SessionReading[],
  ...ofOther: string[]
): RouterNow => ({
  ...{ id, sessions, driver: id === 'gw1' ? 'bird' : 'gobgp' },
  ofOther: ofOther.map(neighbor => ({ neighbor })),
});
const there = (name: string, neighborAddress: string, type = 'external') =>
  ({ name, neighborAddress, type } as SessionReading);

describe('assertNothingElse', () => {
  const add = { session: 'ix_v6', becomes: 'up' as const };

  it('lets the session come that it is about, and what is there stay', () => {
    const after = [wanted('he_v6', '::1'), wanted('ix_v6', '::2')];
    const now = [there('he_v6', '::1'), there('shadow', '::9', 'internal')];
    expect(() =>
      assertNothingElse(add, after, router('gw1', now)),
    ).not.toThrow();
    const remove = { session: 'ix_v6', becomes: 'gone' as const };
    expect(() =>
      assertNothingElse(
        remove,
        [wanted('he_v6', '::1')],
        router('gw1', [...now, there('ix_v6', '::2')]),
      ),
    ).not.toThrow();
  });

  it('refuses what comes or goes with it, by name', () => {
    const after = [wanted('ix_v6', '::2'), wanted('other', '::3')];
    expect(() =>
      assertNothingElse(add, after, router('gw1', [there('he_v6', '::1')])),
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
    expect(() =>
      assertNothingElse(come, both, router('gw2', now)),
    ).not.toThrow();
    // By its name alone it is another one.
    expect(() =>
      assertNothingElse(
        { ...come, session: 'ix_v6' },
        both,
        router('gw2', now),
      ),
    ).toThrow(/ix_v6 comes/);
    const go = { session: '::1', becomes: 'gone' as const };
    expect(() => assertNothingElse(go, [], router('gw2', now))).not.toThrow();
    expect(() =>
      assertNothingElse(go, [], router('gw2', [...now, there('::3', '::3')])),
    ).toThrow(/::3 goes/);
  });

  it('looks for what stands in with its own daemon alone', () => {
    const standIn = (
      name: string,
      neighbor: string,
      speaker: 'bird' | 'gobgp',
    ) => ({
      ...wanted(name, neighbor),
      ...{ speaker, stand_in: true },
    });
    const after = [
      wanted('he_v6', '::1'),
      wanted('ix_v6', '::2'),
      standIn('stand_in6', '::5', 'bird'),
      standIn('stand_in6_gobgp', '::5', 'gobgp'),
      standIn('limit6', '::6', 'gobgp'),
    ];
    const bird = [there('he_v6', '::1'), there('stand_in6', '::5')];
    const gobgp = [
      there('::1', '::1'),
      there('::5', '::5'),
      there('::6', '::6'),
    ];
    const { focus, live } = {
      focus: { session: '::2', becomes: 'up' as const },
      live: router('gw2', gobgp, '::1', '::5'),
    };
    expect(() =>
      assertNothingElse(add, after, router('gw1', bird, '::1', '::5', '::6')),
    ).not.toThrow();
    expect(() =>
      assertNothingElse(
        focus,
        after.map(one => ({
          ...one,
          speaker: one.stand_in ? one.speaker : ('gobgp' as const),
        })),
        live,
      ),
    ).not.toThrow();
    // Those the other daemon does not have yet come along.
    expect(() =>
      assertNothingElse(add, after, router('gw1', bird, '::1', '::5')),
    ).toThrow(/: limit6 comes\. /);
    // And one that stays with the other alone goes here.
    expect(() =>
      assertNothingElse(
        add,
        after.filter(({ name }) => name !== 'stand_in6'),
        router('gw1', bird, '::1', '::5', '::6'),
      ),
    ).toThrow(/: stand_in6 goes\. /);
  });

  it('asks nothing of a change that is about the whole router', () => {
    expect(() =>
      assertNothingElse(undefined, [], router('gw1', [there('he_v6', '::1')])),
    ).not.toThrow();
  });
});
