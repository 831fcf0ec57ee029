import { screen } from '@testing-library/react';
import { Route, TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { fakeBgpApi, route, routePage, table } from '../../tests/fakes';
import { renderBgp } from '../../__testUtils__/renderBgp';

function search(items: Route[], tables: TableState[]) {
  const terms = [{ kind: 'exported' as const, session: 'ix' }];
  const searchRoutes = jest
    .fn()
    .mockResolvedValue(routePage(items, { tables, terms }));
  renderBgp('/bgp/routes?q=exported:ix', fakeBgpApi({ searchRoutes }));
}

const unread = table({ unreadExports: ['ix'] });
const untold = table({ router: 'gw2', withoutExports: true });
const read = table({ router: 'gw3', unreadExports: ['he_v6'] });

describe('a search for what goes out to a session', () => {
  it('names the tables that do not know it', async () => {
    search([], [unread, untold, read]);
    expect(await screen.findByText('No path matches.')).toBeInTheDocument();
    expect(
      screen.getByText(
        'Tables searched: gw3. Not searched: gw1 (what goes out there could not be read), gw2 (not asked what it sends to its neighbors).',
      ),
    ).toBeInTheDocument();
  });

  it('never says that there is none where no table knows it', async () => {
    search([], [unread]);
    expect(
      await screen.findByText('No table could be searched.'),
    ).toBeInTheDocument();
    expect(screen.queryByText(/no path/i)).toBeNull();
  });

  it('says beside what it found where it could not look', async () => {
    search([route({ router: 'gw3' })], [unread, read]);
    expect(await screen.findByRole('note')).toHaveTextContent(
      'Tables searched: gw3. Not searched: gw1 (what goes out there could not be read).',
    );
  });
});
