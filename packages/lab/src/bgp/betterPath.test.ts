import { betterPath } from './betterPath';
import { gw1Seed } from './seed';
import { BgpAttributes, TablePath } from './types';

describe('betterPath', () => {
  const { sessions } = gw1Seed();
  const external = sessions.find(({ name }) => name === 'he_v4');
  const internal = sessions.find(({ name }) => name === 'shadow');
  const path = (
    session: TablePath['session'],
    given: Partial<BgpAttributes> = {},
  ) =>
    ({
      session,
      attributes: {
        origin: 'IGP',
        asPath: [6939],
        nextHop: '198.51.100.1',
        ...given,
      },
    } as TablePath);
  const first = (...paths: TablePath[]) => [...paths].sort(betterPath)[0];

  it('prefers what comes from outside, whatever the identifiers are', () => {
    const outer = path(external);
    expect(first(path(internal), outer)).toBe(outer);
    expect(first(outer, path(internal))).toBe(outer);
  });

  it('looks at preference, length, origin and MED before that', () => {
    for (const better of [
      path(internal, { localPref: 200 }),
      path(internal, { asPath: [] }),
    ]) {
      expect(first(path(external), better)).toBe(better);
    }
    const worse = [{ origin: 'EGP' as const }, { med: 1 }];
    for (const given of worse) {
      const inner = path(internal);
      expect(first(path(external, given), inner)).toBe(inner);
    }
  });
});
