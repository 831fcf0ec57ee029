import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderPiece } from '../__testUtils__/renderPiece';
import { NoAnswerError } from '../format/NoAnswerError';
import { ConfirmDialog } from './ConfirmDialog/ConfirmDialog';
import { EmptyState } from './EmptyState/EmptyState';
import { FreshnessLabel } from './FreshnessLabel/FreshnessLabel';
import { LoadError } from './LoadError/LoadError';
import { TimeAgo } from './TimeAgo/TimeAgo';
import { Timeline } from './Timeline/Timeline';

const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
const source = { source: 'proxmox:r730', intervalMs: 10_000, stale: false };

describe('data states', () => {
  it('show the age of an answer', async () => {
    renderPiece(
      <FreshnessLabel freshness={{ ...source, fetchedAt: ago(4500) }} />,
    );
    // At least: a slow machine may draw it a second later.
    expect(await screen.findByText(/^[4-9] s ago$/)).toBeInTheDocument();
  });

  it('warn of a late answer with Retry, even when it was fresh as it came', async () => {
    const onRetry = jest.fn();
    renderPiece(
      <FreshnessLabel
        freshness={{ ...source, fetchedAt: ago(31_000) }}
        onRetry={onRetry}
      />,
    );
    expect(await screen.findByText(/silent since/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(onRetry).toHaveBeenCalled();
  });

  it('never confuse "no match" with "not connected"', async () => {
    const onClear = jest.fn();
    renderPiece(
      <>
        <EmptyState
          variant="no-match"
          what="guest"
          filter="node:pve9"
          total={212}
          onClear={onClear}
        />
        <EmptyState variant="not-connected" system="NetBox" />
      </>,
    );
    expect(
      await screen.findByText('No guest matches node:pve9.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Clear the filter to see 212.'),
    ).toBeInTheDocument();
    expect(screen.getByText('NetBox is not connected.')).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear the filter' }),
    );
    expect(onClear).toHaveBeenCalled();
  });

  it('quote an error, and hide whether a denied thing exists', async () => {
    const failed = Object.assign(new Error('x'), {
      statusCode: 502,
      body: { error: { message: "pve1's certificate changed" } },
    });
    const denied = Object.assign(new Error('secret reason'), {
      statusCode: 403,
    });
    renderPiece(
      <>
        <LoadError error={failed} of="inventory" retry={() => {}} />
        <LoadError error={denied} of="guest" />
        <LoadError error={denied} of="your changes" list />
      </>,
    );
    expect(
      await screen.findByText("pve1's certificate changed"),
    ).toBeInTheDocument();
    expect(
      screen.getByText('No such guest, or you may not see it.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('You may not see your changes.'),
    ).toBeInTheDocument();
    expect(screen.queryByText(/secret reason/)).not.toBeInTheDocument();
    expect(screen.getAllByRole('button', { name: 'Retry' })).toHaveLength(1);
  });

  it('tell how long nobody answered', async () => {
    renderPiece(
      <LoadError
        error={new NoAnswerError(60_000)}
        of="guest"
        retry={() => {}}
      />,
    );
    expect(
      await screen.findByText(
        'ORION has not answered for 1 min. Check your connection, then retry.',
      ),
    ).toBeInTheDocument();
    expect(screen.queryByText('The answer was:')).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Retry' })).toBeInTheDocument();
  });

  it('tell time relative for a day, then as a date, with both zones at hand', async () => {
    renderPiece(
      <>
        <TimeAgo at={ago(4 * 60_000 + 500)} />
        <TimeAgo at="2024-03-12T14:02:00Z" />
      </>,
    );
    const four = await screen.findByText('4 min ago');
    expect(four.closest('time')).toHaveAttribute(
      'title',
      expect.stringContaining('UTC'),
    );
    expect(
      screen.getAllByText(/UTC$/, { selector: '.orion-paper' }),
    ).toHaveLength(2);
    expect(screen.getByText(/^12 Mar 2024 \d\d:02$/)).toBeInTheDocument();
  });

  it('name actors and waits in a timeline', async () => {
    renderPiece(
      <Timeline
        items={[
          {
            key: 1,
            at: ago(60_000),
            title: 'Approved',
            actor: { type: 'person', ref: 'user:default/anna' },
            gap: '12 min for approval',
            comment: '<b>fine</b>',
          },
        ]}
      />,
    );
    expect(await screen.findByText('12 min for approval')).toBeInTheDocument();
    expect(screen.getByText('anna')).toBeInTheDocument();
    expect(screen.getByText('<b>fine</b>')).toBeInTheDocument();
  });
});

describe('a confirmation', () => {
  it('starts on going back, wants the name, and shows a refusal in place', async () => {
    const onConfirm = jest
      .fn()
      .mockRejectedValue(new Error('The backup locks db-2'));
    const onClose = jest.fn();
    renderPiece(
      <ConfirmDialog
        open
        title="Destroy db-2?"
        action="Destroy db-2"
        typedName="db-2"
        onConfirm={onConfirm}
        onClose={onClose}
      />,
    );
    expect(
      await screen.findByRole('button', { name: 'Go back' }),
    ).toHaveFocus();
    expect(screen.getByRole('button', { name: 'Destroy db-2' })).toBeDisabled();
    await userEvent.click(screen.getByLabelText('Type db-2 to confirm'));
    await userEvent.paste('db-2');
    await userEvent.click(screen.getByRole('button', { name: 'Destroy db-2' }));
    expect(
      await screen.findByText('The backup locks db-2'),
    ).toBeInTheDocument();
    expect(onClose).not.toHaveBeenCalled();
  });
});
