import { act, fireEvent, screen, within } from '@testing-library/react';
import { renderBgp } from '../../__testUtils__/renderBgp';
import {
  fakeBgpApi,
  freshNow,
  hoursAgo,
  refusal,
  session,
  transition,
} from '../../tests/fakes';

describe('the history of a session', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());
  const pass = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));

  const panel = () =>
    within(
      screen.getByRole('heading', { name: 'History' }).closest('section')!,
    );
  const stretches = () =>
    panel().getByRole('img', { name: /7 days: established/ }).children.length;

  it('says how old it is when it could not be read again, and claims nothing after that', async () => {
    const page = {
      items: [transition({ observedAt: hoursAgo(2000) })],
      silences: [],
    };
    const listTransitions = jest
      .fn()
      .mockResolvedValueOnce(page)
      .mockRejectedValue(refusal(500, 'The database does not answer.'));
    const getSession = jest.fn().mockImplementation(async () => ({
      ...session(),
      actions: true,
      freshness: freshNow(),
    }));
    renderBgp(
      '/bgp/sessions/gw1/he_v6',
      fakeBgpApi({ getSession, listTransitions }),
    );
    await pass(1000);
    expect(stretches()).toBe(1);
    expect(panel().queryByText(/silent since/)).not.toBeInTheDocument();

    await pass(130_000);
    expect(panel().getByText(/^ORION silent since/)).toBeInTheDocument();
    expect(panel().getByRole('listitem')).toBeInTheDocument();
    expect(stretches()).toBe(2);

    listTransitions.mockResolvedValue(page);
    fireEvent.click(panel().getByRole('button', { name: 'Retry' }));
    await pass(1000);
    expect(panel().queryByText(/silent since/)).not.toBeInTheDocument();
    expect(stretches()).toBe(1);
  });

  it('speaks of what is loaded of a session that flaps often, and no percentage of the rest', async () => {
    // Up for three minutes and down for one, all week long.
    const minutes = (index: number) => 2 * index + (index % 2 ? 1 : 0) + 1;
    const flaps = (from: number, count: number) =>
      Array.from({ length: count }, (_, at) =>
        transition({
          id: String(9_000 - from - at),
          observedAt: hoursAgo(minutes(from + at) / 60),
          to: (from + at) % 2 ? 'established' : 'idle',
          flap: (from + at) % 2 === 0,
        }),
      );
    const listTransitions = jest
      .fn()
      .mockImplementation(async (_, { cursor }: { cursor?: string }) =>
        cursor
          ? { items: flaps(100, 20), silences: [] }
          : { items: flaps(0, 100), nextCursor: 'a', silences: [] },
      );
    const getSession = jest.fn().mockImplementation(async () => ({
      ...session(),
      actions: true,
      freshness: freshNow(),
    }));
    renderBgp(
      '/bgp/sessions/gw1/he_v6',
      fakeBgpApi({ getSession, listTransitions }),
    );
    await pass(1000);
    const said = () =>
      panel().getByText(
        /^Since .* established \d+ % of the watched time; what was before is not loaded\.$/,
      );
    const bar = () => panel().getByRole('img', { name: /^Since .*not loaded/ });
    const percent = Number(/(\d+) %/.exec(said().textContent!)![1]);
    // 3 of 4 minutes, where the 200 minutes are 2 % of the week.
    expect(percent).toBeGreaterThan(70);
    expect(percent).toBeLessThan(80);
    expect(bar()).toBeVisible();
    const [before] = Array.from(bar().children) as HTMLElement[];
    expect(before.style.borderStyle).toBe('dashed');
    expect(
      panel().queryByRole('img', { name: /7 days/ }),
    ).not.toBeInTheDocument();

    // With all of them the bar is of the seven days again.
    fireEvent.click(
      panel().getByRole('button', { name: 'Load more of the 7 days' }),
    );
    await pass(1000);
    expect(
      panel().getByRole('img', { name: /^7 days: established/ }),
    ).toBeVisible();
    expect(panel().queryByText(/not loaded/)).not.toBeInTheDocument();
  });

  it('loads what was before, and keeps it while the newest are read again', async () => {
    const hours = (from: number, count: number) =>
      Array.from({ length: count }, (_, at) =>
        transition({
          id: String(from - at),
          observedAt: hoursAgo(1000 - from + at),
          to: at % 2 ? 'idle' : 'established',
        }),
      );
    let newest = hours(300, 100);
    let fails = true;
    const listTransitions = jest
      .fn()
      .mockImplementation(async (_, { cursor }: { cursor?: string }) => {
        if (!cursor) {
          return { items: newest, nextCursor: 'a', silences: [] };
        }
        if (fails) {
          throw refusal(500, 'The database does not answer.');
        }
        return cursor === 'a'
          ? { items: hours(200, 100), nextCursor: 'b', silences: [] }
          : { items: hours(100, 30), silences: [] };
      });
    const getSession = jest.fn().mockImplementation(async () => ({
      ...session(),
      actions: true,
      freshness: freshNow(),
    }));
    renderBgp(
      '/bgp/sessions/gw1/he_v6',
      fakeBgpApi({ getSession, listTransitions }),
    );
    await pass(1000);
    const count = () => panel().getAllByRole('listitem').length;
    const press = async (name: string) => {
      fireEvent.click(panel().getByRole('button', { name }));
      await pass(1000);
    };
    expect(count()).toBe(20);
    await press('Show 80 earlier');
    expect(count()).toBe(100);

    await press('Load earlier ones');
    expect(panel().getByText(/^More could not be read/)).toBeVisible();
    expect(count()).toBe(100);
    fails = false;
    await press('Load earlier ones');
    expect(panel().queryByText(/could not be read/)).not.toBeInTheDocument();
    expect(count()).toBe(200);

    // Two new ones push two out of the page of the newest.
    newest = hours(302, 100);
    await pass(61_000);
    expect(count()).toBe(202);
    await press('Load earlier ones');
    expect(count()).toBe(232);
    expect(
      panel().queryByRole('button', { name: /earlier/ }),
    ).not.toBeInTheDocument();
    expect(listTransitions.mock.lastCall[1]).toEqual({
      limit: 100,
      cursor: 'b',
    });
  });
});
