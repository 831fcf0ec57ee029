import { funnelSearch, funnelSteps } from './funnel';

describe('funnelSearch', () => {
  it('finds what each step counts', () => {
    expect(funnelSteps.map(step => funnelSearch(step, 'he_v6'))).toEqual([
      'session:he_v6',
      'session:he_v6 filtered:yes',
      'session:he_v6 filtered:no',
      'session:he_v6 best:yes',
      'exported:he_v6',
    ]);
    expect(funnelSearch('received', 'two words')).toBe('session:"two words"');
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
