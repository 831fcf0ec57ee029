import { identityOf } from '../tests/fakes';
import { funnelSearch, funnelSteps, isListed } from './funnel';

const { capabilities } = identityOf('bird');
const kept = { value: 3, definition: 'bird.kept' } as const;

describe('isListed', () => {
  it.each([
    ['received', kept, capabilities, true],
    ['received', { definition: 'bird.kept' }, capabilities, false],
    ['received', { definition: 'gobgp.received' }, capabilities, true],
    ['filtered', { definition: 'bird.filtered' }, capabilities, false],
    ['filtered', { definition: 'index' }, capabilities, true],
    ['filtered', undefined, { ...capabilities, filteredRoutes: false }, false],
    ['filtered', undefined, undefined, true],
    ['exported', undefined, { ...capabilities, exportedRoutes: false }, false],
    ['best', undefined, { ...capabilities, filteredRoutes: false }, true],
  ] as const)('of %s %j', (step, counter, has, listed) => {
    expect(isListed(step, counter, has)).toBe(listed);
  });
});

describe('isListed, by family', () => {
  it.each([
    ['ipv4-unicast', true],
    ['ipv6-unicast', true],
    ['ipv6', true],
    ['ipv4-multicast', false],
    ['ipv4-labelled-unicast', false],
    ['ipv6-vpn-unicast', false],
    ['l3vpn-ipv4-unicast', false],
    ['ipv6-flowspec', false],
    ['l2vpn-evpn', false],
  ])('has routes of %s: %p', (family, listed) => {
    expect(isListed('received', kept, capabilities, family)).toBe(listed);
  });
});

describe('funnelSearch', () => {
  it('finds what each step counts', () => {
    expect(funnelSteps.map(step => funnelSearch(step, 'he_v6'))).toEqual([
      'session:he_v6',
      'session:he_v6 filtered:yes',
      'session:he_v6 accepted:yes',
      'session:he_v6 best:yes',
      'exported:he_v6',
    ]);
  });

  it('keeps to the family of a session that has several', () => {
    expect(funnelSearch('filtered', '192.0.2.1', 'ipv4-unicast')).toBe(
      'session:192.0.2.1 filtered:yes family:ipv4',
    );
    expect(funnelSearch('exported', '192.0.2.1', 'ipv6')).toBe(
      'exported:192.0.2.1 family:ipv6',
    );
  });
});
