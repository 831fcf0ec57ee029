import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ChangeSummary } from '@orion/backstage-plugin-orion-changes-common';
import { summary } from '../../__testUtils__/changeFixtures';
import {
  fakeChangesApi,
  refusal,
  renderChanges,
} from '../../__testUtils__/renderChanges';

/** The same deadline to the millisecond: then the number decides the order. */
function two(second: Partial<ChangeSummary> = {}): ChangeSummary[] {
  const first = summary();
  const { deadlineAt } = first;
  return [
    first,
    summary({ id: 1040, title: 'Destroy db-2', deadlineAt, ...second }),
  ];
}

describe('the inbox', () => {
  it('shows what waits, with counts, owner, requester and time left', async () => {
    const items = two({
      counts: { add: 0, change: 0, replace: 0, destroy: 1, reboot: 0 },
    });
    const api = fakeChangesApi({
      list: jest.fn().mockResolvedValue({ items, total: 2 }),
    });
    renderChanges('/changes', api);

    const grid = await screen.findByRole('grid', { name: 'the changes' });
    expect(grid).toHaveAttribute('aria-rowcount', '3');
    expect(
      screen.getByText('2 changes wait for your decision.'),
    ).toBeInTheDocument();
    const row = within(grid).getAllByRole('row')[1];
    expect(row).toHaveTextContent('Waiting for approval');
    expect(row).toHaveTextContent('#1040 Destroy db-2');
    expect(row).toHaveTextContent('-1');
    expect(row).toHaveTextContent('team-net');
    expect(row).toHaveTextContent('operator');
    expect(row).toHaveTextContent('52 min left');
    expect(within(row).getByRole('link')).toHaveAttribute(
      'href',
      '/changes/1040',
    );
    expect(api.list).toHaveBeenCalledWith({ view: 'waiting', limit: 50 });
    expect(
      screen.getByRole('tab', { name: 'Waiting for me 2' }),
    ).toBeInTheDocument();
  });

  it('puts the next deadline first, whatever came last', async () => {
    const soon = new Date(Date.now() + 60_000 * 5).toISOString();
    const later = new Date(Date.now() + 60_000 * 50).toISOString();
    const items = [
      summary({ id: 1041, title: 'Create web-02', deadlineAt: later }),
      summary({ id: 1040, title: 'Destroy db-2', deadlineAt: soon }),
    ];
    const list = jest.fn().mockResolvedValue({ items, total: 2 });
    const { unmount } = renderChanges('/changes', fakeChangesApi({ list }));
    const titles = () =>
      screen.getAllByRole('rowheader').map(cell => cell.textContent);
    await screen.findByRole('grid');
    expect(titles()).toEqual(['#1040 Destroy db-2', '#1041 Create web-02']);
    unmount();

    renderChanges('/changes?view=all', fakeChangesApi({ list }));
    await screen.findByRole('grid');
    expect(titles()).toEqual(['#1041 Create web-02', '#1040 Destroy db-2']);
  });

  it('hides a column the reader does not want', async () => {
    const list = jest.fn().mockResolvedValue({ items: [summary()], total: 1 });
    renderChanges('/changes?hide=requester', fakeChangesApi({ list }));
    await screen.findByRole('grid');
    expect(
      screen.queryByRole('columnheader', { name: 'Requested by' }),
    ).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Columns' }));
    await userEvent.click(
      screen.getByRole('menuitemcheckbox', { name: 'Requested by' }),
    );
    expect(
      screen.getByRole('columnheader', {
        name: 'Requested by',
        hidden: true,
      }),
    ).toBeInTheDocument();
  });

  it('moves with j and k and opens with Enter', async () => {
    const items = two();
    const api = fakeChangesApi({
      list: jest.fn().mockResolvedValue({ items, total: 2 }),
      get: jest.fn().mockRejectedValue(refusal(404, 'gone')),
    });
    renderChanges('/changes', api);
    await screen.findByRole('grid');

    await userEvent.keyboard('j');
    expect(screen.getAllByRole('row')[1]).toHaveFocus();
    await userEvent.keyboard('j');
    expect(screen.getAllByRole('row')[2]).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(api.get).toHaveBeenCalledWith(1042));
  });

  it('keeps view and filter in the URL and asks the server', async () => {
    const api = fakeChangesApi({
      list: jest.fn().mockResolvedValue({ items: [summary()], total: 1 }),
    });
    renderChanges('/changes?view=all&q=state:failed%20owner:team-net', api);

    expect(await screen.findByText('state:failed')).toBeInTheDocument();
    expect(api.list).toHaveBeenCalledWith({
      view: 'all',
      state: ['failed'],
      owner: 'group:default/team-net',
      limit: 50,
    });
    await userEvent.click(
      screen.getByRole('button', { name: 'Remove state:failed' }),
    );
    await waitFor(() =>
      expect(api.list).toHaveBeenCalledWith({
        view: 'all',
        owner: 'group:default/team-net',
        limit: 50,
      }),
    );
  });

  it('loads the next page by its cursor', async () => {
    const list = jest.fn(async (query: { cursor?: string }) =>
      query.cursor
        ? { items: [summary({ id: 1, title: 'The first one' })], total: 2 }
        : { items: [summary()], total: 2, nextCursor: 'abc' },
    );
    renderChanges('/changes?view=all', fakeChangesApi({ list: list as never }));

    await userEvent.click(
      await screen.findByRole('button', { name: 'Load more' }),
    );
    expect(await screen.findByText('The first one')).toBeInTheDocument();
    expect(list).toHaveBeenCalledWith({
      view: 'all',
      limit: 50,
      cursor: 'abc',
    });
    expect(
      screen.queryByRole('button', { name: 'Load more' }),
    ).not.toBeInTheDocument();
  });

  it('lets new rows wait, updates in place, and dims what left', async () => {
    jest.useFakeTimers();
    try {
      const before = {
        items: two(),
        total: 2,
      };
      const after = {
        items: [
          summary({ id: 1050, title: 'Create web-09' }),
          summary({ state: 'approved' }),
        ],
        total: 2,
      };
      const list = jest
        .fn()
        .mockResolvedValueOnce(before)
        .mockResolvedValueOnce(before);
      list.mockResolvedValue(after);
      renderChanges('/changes', fakeChangesApi({ list }));
      await act(() => jest.advanceTimersByTimeAsync(1000));
      await act(() => jest.advanceTimersByTimeAsync(31_000));

      expect(screen.getAllByRole('row')[2]).toHaveTextContent('Approved');
      expect(screen.getAllByRole('row')[1]).toHaveTextContent(
        'no longer in this list',
      );
      expect(screen.queryByText('Create web-09')).not.toBeInTheDocument();
      await act(async () =>
        screen.getByRole('button', { name: '1 new' }).click(),
      );
      expect(screen.getAllByRole('row')[2]).toHaveTextContent('Create web-09');
      expect(screen.queryByText('Destroy db-2')).not.toBeInTheDocument();
    } finally {
      jest.useRealTimers();
    }
  });

  it('tells nothing yet from no match', async () => {
    const api = fakeChangesApi();
    const { unmount } = renderChanges('/changes', api);
    expect(
      await screen.findByText('Nothing waits for you.'),
    ).toBeInTheDocument();
    unmount();

    renderChanges('/changes?view=all&q=nothing', api);
    expect(
      await screen.findByText('No change matches nothing.'),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear the filter' }),
    );
    expect(await screen.findByText('No changes yet.')).toBeInTheDocument();
  });

  it('says who is silent, and recovers by itself', async () => {
    const list = jest.fn().mockRejectedValue(new TypeError('Failed to fetch'));
    renderChanges('/changes', fakeChangesApi({ list }));
    expect(
      await screen.findByText(/ORION does not answer/),
    ).toBeInTheDocument();
    list.mockResolvedValue({ items: [summary()], total: 1 });
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByRole('grid')).toBeInTheDocument();
  });

  it('shows a skeleton while it loads', async () => {
    renderChanges(
      '/changes',
      fakeChangesApi({ list: jest.fn(() => new Promise<never>(() => {})) }),
    );
    expect(
      await screen.findByRole('status', { name: 'Loading the changes' }),
    ).toHaveAttribute('aria-busy', 'true');
  });
});
