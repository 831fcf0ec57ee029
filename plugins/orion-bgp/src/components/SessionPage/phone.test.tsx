import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakeBgpApi, freshNow, session } from '../../tests/fakes';
import { renderBgp } from '../../__testUtils__/renderBgp';

const PATH = '/bgp/sessions/gw1/he_v6';

/** A window of so many pixels, for the queries of the theme's breakpoints. */
function windowOf(width: number) {
  window.matchMedia = jest.fn().mockImplementation((query: string) => {
    const most = /max-width: ?([\d.]+)px/.exec(query)?.[1];
    return {
      matches: most !== undefined && width <= Number(most),
      media: query,
      addListener() {},
      removeListener() {},
      addEventListener() {},
      removeEventListener() {},
    };
  });
}

/** What holds from the narrowest window on: computed styles leave such rules out here. */
function onPhones(element: Element): string {
  const [name] = [...element.classList].filter(one => /^css-/.test(one));
  return [...document.styleSheets]
    .flatMap(sheet => [...sheet.cssRules])
    .map(({ cssText }) => cssText.replace(/\s+/g, ' '))
    .filter(text => /^@media \(min-width: ?0(px)?\)/.test(text))
    .filter(text => text.includes(`.${name}`))
    .join(' ');
}

const bar = () => screen.queryByRole('region', { name: 'Actions on he_v6' });

describe('the page of a session on a phone', () => {
  it('has its actions at the foot, in reach wherever the page is, and once only', async () => {
    windowOf(390);
    renderBgp(PATH, fakeBgpApi());
    await screen.findByText(/Established: AS6939 on gw1\./);
    expect(screen.getAllByRole('button', { name: 'Actions' })).toHaveLength(1);
    expect(getComputedStyle(bar()!).position).toBe('fixed');
    const main = screen.getByRole('main');
    expect(main.lastElementChild).toBe(bar());
    // Neither the end of the page nor what has the focus is under it.
    expect(onPhones(main)).toMatch(/padding-block-end: ?180px/);
    expect(onPhones(main)).toMatch(/ a,.*\{ ?scroll-margin-block-end: ?180px/);

    await userEvent.click(
      within(bar()!).getByRole('button', { name: 'Actions' }),
    );
    const menu = await screen.findByRole('menu', { name: 'Actions on he_v6' });
    await userEvent.click(within(menu).getByText('Disable he_v6'));
    expect(screen.getByLabelText('where')).toHaveTextContent(
      /^\/create\/default\/bgp-peer-disable\?/,
    );
  });

  it('opens them with its key, too, and says there why nothing can be done', async () => {
    windowOf(390);
    const getSession = jest.fn().mockResolvedValue({
      ...session(),
      actions: false,
      freshness: freshNow(),
    });
    renderBgp(PATH, fakeBgpApi({ getSession }));
    await screen.findByText(/Established: AS6939 on gw1\./);
    await userEvent.keyboard('.');
    const [disable] = within(await screen.findByRole('menu')).getAllByRole(
      'menuitem',
    );
    expect(disable).toHaveTextContent('ORION only reads this router.');
  });

  it('has no bar where there is room beside the headline', async () => {
    windowOf(1280);
    renderBgp(PATH, fakeBgpApi());
    expect(
      await screen.findByRole('button', { name: 'Actions' }),
    ).toBeInTheDocument();
    expect(bar()).not.toBeInTheDocument();
    const main = screen.getByRole('main');
    expect(onPhones(main)).not.toMatch(/180px/);
  });
});
