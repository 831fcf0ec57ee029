import { screen } from '@testing-library/react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { PrefixLimit } from '@orion/backstage-plugin-orion-bgp-common';
import { LimitValue } from './LimitValue';

const limit: PrefixLimit = {
  limit: 300_000,
  used: 150_000,
  counts: 'after-filters',
  action: 'disable',
};

describe('the value of a limit', () => {
  it.each([
    ['warn', 'beyond it: a warning, no more (warn)'],
    ['block', 'beyond it: further routes are not taken (block)'],
    ['restart', 'beyond it: the session restarts (restart)'],
    ['disable', 'beyond it: the session is switched off (disable)'],
    ['teardown', 'beyond it: the session is torn down (teardown)'],
    ['ignore', 'beyond it: ignore'],
    [undefined, 'what happens beyond it is not known'],
  ])('says in its text that a daemon would %s', async (action, beyond) => {
    renderInTestApp(<LimitValue explained limit={{ ...limit, action }} />);
    expect(
      await screen.findByText(
        `50 % of 300,000, counted after the filters, ${beyond}`,
      ),
    ).toBeInTheDocument();
  });

  it('says what happens beyond one of which the use is not known', async () => {
    const unknown: PrefixLimit = {
      limit: 300_000,
      counts: 'before-filters',
      action: 'block',
    };
    renderInTestApp(<LimitValue explained limit={unknown} />);
    expect(
      await screen.findByText(
        'limit 300,000; how much of it is used is not known, counted before the filters, beyond it: further routes are not taken (block)',
      ),
    ).toBeInTheDocument();
  });

  it('is the share alone in a list, with the rest on hover', async () => {
    renderInTestApp(<LimitValue short limit={limit} />);
    const share = await screen.findByText(/^50\s%$/);
    expect(share).toHaveAttribute(
      'title',
      '150,000 of 300,000, counted after the filters, beyond it: the session is switched off (disable)',
    );
  });
});
