import { Suspense } from 'react';
import { screen } from '@testing-library/react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { hoursAgo, table } from '../../tests/fakes';
import { TableNote } from './TableNote';

describe('TableNote', () => {
  it.each([
    [1, /paths of \d\d:\d\d$/],
    [24 * 8, /paths of \d{1,2} [A-Z][a-z]+ (\d{4} )?\d\d:\d\d$/],
  ])('has the day of a table of %d hours ago', async (hours, text) => {
    const items = [
      table({
        state: 'resyncing',
        dumpedAt: hoursAgo(hours),
        updatedAt: undefined,
      }),
    ];
    renderInTestApp(
      <Suspense fallback={null}>
        <TableNote
          router="gw1"
          tables={{
            status: 'ready',
            data: { items, rpki: [] },
            observedAt: new Date(),
            retry: () => {},
          }}
        />
      </Suspense>,
    );
    expect(await screen.findByText(text)).toBeInTheDocument();
  });
});
