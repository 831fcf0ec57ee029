import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderBgp } from '../../__testUtils__/renderBgp';
import { fakeBgpApi, freshNow, manySessions, session } from '../../tests/fakes';

const show = (query = '', items = manySessions()) =>
  renderBgp(
    `/bgp/sessions${query}`,
    fakeBgpApi({
      listSessions: jest
        .fn()
        .mockResolvedValue({ items, freshness: [freshNow()] }),
    }),
  );
const grid = () => screen.findByRole('grid', { name: 'sessions' });
const names = async () =>
  within(await grid())
    .getAllByRole('link')
    .map(({ textContent }) => textContent);
const box = () => screen.findByRole('combobox', { name: 'Filter sessions' });

describe('the filter of sessions', () => {
  it('leaves those that match, problems first, and the address keeps it', async () => {
    show();
    await userEvent.type(await box(), 'AS6939 gw1{Enter}');
    expect(await names()).toEqual(['AS6939 he_v4', 'AS6939 he_v6']);
    expect(screen.getByText('2 of 5 sessions')).toBeInTheDocument();
    expect(screen.getByLabelText('where')).toHaveTextContent(
      '/bgp/sessions?q=AS6939+gw1',
    );
  });

  it.each([
    ['ipv4 router:gw1', ['AS6939 he_v4']],
    ['192.0.2.1', ['AS6939 he_v4']],
    ['state:disabled', ['AS64511 lab_peer']],
    ['down', ['AS64500 ix_rs1']],
  ])('is taken from the address: %s', async (filter, found) => {
    show(`?q=${encodeURIComponent(filter)}`);
    expect(await names()).toEqual(found);
    expect(
      screen.getByText(`${found.length} of 5 sessions`),
    ).toBeInTheDocument();
  });

  it('knows the names of systems', async () => {
    show('?q=as:hurricane');
    expect(await screen.findByText('3 of 5 sessions')).toBeInTheDocument();
    expect(screen.queryByText('AS64500 ix_rs1')).not.toBeInTheDocument();
  });

  it('says that nothing matches, and clears', async () => {
    show('?q=router:gw9');
    expect(
      await screen.findByText('No session matches router:gw9.'),
    ).toBeInTheDocument();
    expect(screen.getByText('Clear the filter to see 5.')).toBeInTheDocument();
    expect(screen.queryByRole('grid', { name: 'sessions' })).toBeNull();
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear the filter' }),
    );
    expect((await names())[0]).toBe('AS64500 ix_rs1');
    expect(screen.getByLabelText('where')).toHaveTextContent(
      /^\/bgp\/sessions$/,
    );
  });

  it('keeps problems first while the pointer holds the order', async () => {
    show('?q=gw2');
    await userEvent.hover(await grid());
    (await box()).focus();
    await userEvent.keyboard('{Escape}');
    expect(screen.getByText('5 of 5 sessions')).toBeInTheDocument();
    expect((await names())[0]).toBe('AS64500 ix_rs1');
  });

  it('counts a session of two families once', async () => {
    show('?q=gw2');
    expect(await screen.findByText('1 of 5 sessions')).toBeInTheDocument();
    expect(await names()).toHaveLength(2);
  });

  it('has hundreds of sessions at hand', async () => {
    const many = Array.from({ length: 400 }, (_, index) =>
      session({ name: `ix_${index}` }),
    );
    show('?q=ix_399', many);
    expect(await names()).toEqual(['AS6939 ix_399']);
    expect(screen.getByText('1 of 400 sessions')).toBeInTheDocument();
  });
});
