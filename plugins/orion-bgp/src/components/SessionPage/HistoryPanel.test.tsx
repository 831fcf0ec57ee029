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
});
