import { screen } from '@testing-library/react';
import { renderBgp } from '../../__testUtils__/renderBgp';
import { fakeBgpApi, rejected, route, routePage } from '../../tests/fakes';

const PATH = '/bgp/routes/prefix/2001%3Adb8%3A100%3A%3A/40';

const accepted = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    route({
      best: false,
      session: `ix_${index}`,
      asPath: `6939 ${64600 + index}`,
      originAs: 64600 + index,
    }),
  );
const show = (...[items, over]: Parameters<typeof routePage>) =>
  renderBgp(
    PATH,
    fakeBgpApi({
      searchRoutes: jest.fn().mockResolvedValue(routePage(items, over)),
    }),
  );

describe('the ways to a prefix', () => {
  it('draws the best and the rejected one, and says what is not drawn', async () => {
    show([
      ...accepted(50),
      rejected({ session: 'zz_1', asPath: '6939 64511', originAs: 64511 }),
      route({ router: 'gw9', asPath: '6939 64501' }),
    ]);
    const graph = await screen.findByRole('img', { name: /^40 paths to / });
    expect(
      screen.getByText(
        '40 of 52 paths drawn, the best and rejected ones first.',
      ),
    ).toBeInTheDocument();
    for (const node of ['gw9', 'AS64501', 'AS64511', 'AS64637']) {
      expect(graph).toHaveTextContent(node);
    }
    expect(graph).not.toHaveTextContent('AS64638');
  });

  it('says that only what was read can be drawn', async () => {
    show(accepted(41), { total: 1_200, nextCursor: 'c1' });
    expect(
      await screen.findByText(
        '40 of 1,200 paths drawn, the best and rejected ones of the 41 read so far first.',
      ),
    ).toBeInTheDocument();
  });

  it('says it too where nobody counted all', async () => {
    show(accepted(41), { total: undefined, nextCursor: 'c1' });
    expect(
      await screen.findByText(
        '40 paths drawn, the best and rejected ones of the 41 read so far first.',
      ),
    ).toBeInTheDocument();
  });

  it('says nothing where all are drawn', async () => {
    show(accepted(40));
    await screen.findByRole('img', { name: /^40 paths to / });
    expect(screen.queryByText(/paths drawn/)).not.toBeInTheDocument();
  });
});
