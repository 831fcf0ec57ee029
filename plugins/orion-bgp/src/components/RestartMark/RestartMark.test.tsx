import { screen } from '@testing-library/react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { session } from '../../tests/fakes';
import { RestartMark } from './RestartMark';

const shown = () =>
  screen.queryByTitle(/^The neighbor restarts gracefully/)?.textContent;

describe('RestartMark', () => {
  it('is there while the neighbor restarts, and only then', async () => {
    renderInTestApp(
      <>
        <p>sessions</p>
        <RestartMark session={session()} stale={false} />
      </>,
    );
    await screen.findByText('sessions');
    expect(shown()).toBeUndefined();
    renderInTestApp(
      <RestartMark session={session({ restarting: true })} stale={false} />,
    );
    await screen.findByText('restarts');
    expect(shown()).toBe('restarts');
  });
});
