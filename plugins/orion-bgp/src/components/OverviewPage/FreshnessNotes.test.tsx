import { screen } from '@testing-library/react';
import { fakeBgpApi, hoursAgo, session } from '../../tests/fakes';
import { freshNow } from '../../tests/times';
import { renderBgp } from '../../__testUtils__/renderBgp';

describe('FreshnessNotes', () => {
  it.each([
    [1, /gw1 is silent since \d\d:\d\d\./],
    [24 * 8, /gw1 is silent since \d{1,2} [A-Z][a-z]+ (\d{4} )?\d\d:\d\d\./],
  ])('have the day of a silence of %d hours', async (hours, text) => {
    const late = { ...freshNow(), fetchedAt: hoursAgo(hours), stale: true };
    const listSessions = jest
      .fn()
      .mockResolvedValue({ items: [session()], freshness: [late] });
    const listRouters = jest.fn().mockResolvedValue({
      items: [
        {
          ...(await fakeBgpApi().listRouters()).items[0],
          title: 'gw1',
          freshness: late,
        },
      ],
    });
    renderBgp('/bgp/sessions', fakeBgpApi({ listRouters, listSessions }));
    expect(await screen.findByText(text)).toBeInTheDocument();
  });
});
