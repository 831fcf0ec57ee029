import { detectRouteEvents } from './detectRouteEvents';
import { keepExports } from './keepExports';
import { RouteObservation } from './RouteObservation';

const route = (given: Partial<RouteObservation> = {}): RouteObservation => ({
  prefix: '2001:db8:3949::/48',
  origins: ['own'],
  exportedTo: ['he_v6'],
  rpki: 'valid',
  ...given,
});

/** What two looks tell, and what is kept after the second. */
function look(
  before: RouteObservation | undefined,
  after: RouteObservation,
  unreadExports?: string[],
) {
  const kept = keepExports(before, after, unreadExports);
  const events = detectRouteEvents(before, kept).map(({ event, session }) =>
    [event, session].filter(Boolean).join(' '),
  );
  return { kept, events };
}

describe('keepExports', () => {
  it('changes nothing where all lists were read', () => {
    expect(keepExports(route(), route({ exportedTo: [] }))).toEqual(
      route({ exportedTo: [] }),
    );
  });

  it('leaves a session as it was, and tells of the others', () => {
    const before = route({ exportedTo: ['he_v4', 'he_v6'] });
    const { kept, events } = look(before, route({ exportedTo: ['ix'] }), [
      'he_v6',
    ]);
    expect(kept.exportedTo).toEqual(['he_v6', 'ix']);
    expect(events).toEqual(['exported ix', 'not-exported he_v4']);
    // Once it is read, what is really gone is told.
    expect(look(kept, route({ exportedTo: ['ix'] })).events).toEqual([
      'not-exported he_v6',
    ]);
  });

  it('tells that a session gets it now that did not before its list was unread', () => {
    const before = route({ exportedTo: [] });
    const { kept, events } = look(before, route({ exportedTo: [] }), ['he_v6']);
    expect(events).toEqual([]);
    expect(look(kept, route()).events).toEqual(['exported he_v6']);
  });

  it('takes the first answer of a session for no news', () => {
    const { kept, events } = look(undefined, route({ exportedTo: [] }), [
      'he_v6',
    ]);
    expect(events).toEqual(['appeared']);
    expect(kept.unread).toEqual(['he_v6']);
    const still = look(kept, route({ exportedTo: [] }), ['he_v6']);
    expect(still.kept).toEqual(kept);
    const read = look(still.kept, route());
    expect(read.events).toEqual([]);
    expect(read.kept).toEqual(route());
  });
});
