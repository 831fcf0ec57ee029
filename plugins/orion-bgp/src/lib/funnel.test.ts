import { identityOf } from '../tests/fakes';
import { funnelSearch, isListed } from './funnel';

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

describe('funnelSearch', () => {
  it('finds what a step counts, by a name that needs quotes', () => {
    expect(funnelSearch('filtered', 'a b')).toBe('session:"a b" filtered:yes');
    expect(funnelSearch('exported', 'he_v6')).toBe('exported:he_v6');
  });
});
