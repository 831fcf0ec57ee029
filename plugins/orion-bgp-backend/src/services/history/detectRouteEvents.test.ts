import { Route } from '@orion/backstage-plugin-orion-bgp-common';
import { detectRouteEvents, keepVerdict } from './detectRouteEvents';
import { observeRoutes } from './observeRoutes';
import { RouteObservation } from './RouteObservation';

const route = (given: Partial<RouteObservation> = {}): RouteObservation => ({
  prefix: '2001:db8:3949::/48',
  origins: ['own'],
  exportedTo: ['he_v6'],
  rpki: 'valid',
  ...given,
});

describe('detectRouteEvents', () => {
  it('says nothing while nothing happens', () => {
    expect(detectRouteEvents(route(), route())).toEqual([]);
    expect(detectRouteEvents(undefined, undefined)).toEqual([]);
  });

  it('tells that it came, from whom, and to whom it goes out', () => {
    expect(detectRouteEvents(undefined, route())).toEqual([
      { event: 'appeared', to: 'own' },
      { event: 'exported', session: 'he_v6' },
    ]);
  });

  it('tells that it went; that nobody gets it any more is part of it', () => {
    expect(detectRouteEvents(route(), undefined)).toEqual([
      { event: 'gone', from: 'own' },
    ]);
  });

  it('tells each neighbor that gets it, and each that no longer does', () => {
    const before = route({ exportedTo: ['he_v4', 'he_v6'] });
    const after = route({ exportedTo: ['he_v6', 'ix'] });
    expect(detectRouteEvents(before, after)).toEqual([
      { event: 'exported', session: 'ix' },
      { event: 'not-exported', session: 'he_v4' },
    ]);
  });

  it('tells that somebody else announces it, and what RPKI says now', () => {
    const after = route({ origins: ['AS64666', 'own'], rpki: 'invalid' });
    expect(detectRouteEvents(route(), after)).toEqual([
      { event: 'origin-changed', from: 'own', to: 'AS64666 own' },
      { event: 'rpki-changed', from: 'valid', to: 'invalid' },
    ]);
  });

  it('takes it for no change that an empty path is known as ours now', () => {
    const changes = (before: string[], after: string[]) =>
      detectRouteEvents(route({ origins: before }), route({ origins: after }));
    expect(changes(['?'], ['own'])).toEqual([]);
    expect(changes(['?', 'AS64666', 'own'], ['AS64666', 'own'])).toEqual([]);
    expect(changes(['own'], ['?'])).toHaveLength(1);
    expect(changes(['?'], ['AS64666'])).toHaveLength(1);
  });

  it('does not take missing VRPs for a verdict, and remembers the one before', () => {
    const unknown = route({ rpki: 'unknown' });
    expect(detectRouteEvents(route(), unknown)).toEqual([]);
    const kept = keepVerdict(route(), unknown);
    expect(kept.rpki).toBe('valid');
    expect(detectRouteEvents(kept, route({ rpki: 'invalid' }))).toEqual([
      { event: 'rpki-changed', from: 'valid', to: 'invalid' },
    ]);
  });
});

describe('observeRoutes', () => {
  it('is one per prefix: every origin and neighbor once, the verdict of what is used', () => {
    const path = (given: Partial<Route>) =>
      ({
        prefix: '192.0.2.0/24',
        exportedTo: [],
        best: false,
        rpki: { state: 'invalid', covering: [] },
        ...given,
      } as unknown as Route);
    expect(
      observeRoutes([
        path({ session: 'he_v4', originAs: 64666 }),
        path({
          best: true,
          exportedTo: ['shadow', 'he_v4'],
          rpki: { state: 'valid', covering: [] },
        }),
        path({ session: 'ix', originAs: undefined }),
        path({ prefix: '192.0.2.0/25', session: 'ix', originAs: 64666 }),
      ]),
    ).toEqual([
      {
        prefix: '192.0.2.0/24',
        origins: ['?', 'AS64666', 'own'],
        exportedTo: ['he_v4', 'shadow'],
        rpki: 'valid',
      },
      {
        prefix: '192.0.2.0/25',
        origins: ['AS64666'],
        exportedTo: [],
        rpki: 'invalid',
      },
    ]);
  });

  it('has ours over a session of our own network too, and of nobody what ends in a set', () => {
    const over = (asPath: string) =>
      ({
        ...{ prefix: '192.0.2.0/24', session: 'gw1', asPath, exportedTo: [] },
        ...{ best: true, rpki: { state: 'valid', covering: [] } },
      } as unknown as Route);
    const originsOf = (...paths: string[]) =>
      observeRoutes(paths.map(over))[0].origins;
    expect(originsOf('')).toEqual(['own']);
    expect(originsOf('(64512)', '6939 {64501 64502}')).toEqual(['?', 'own']);
  });
});
