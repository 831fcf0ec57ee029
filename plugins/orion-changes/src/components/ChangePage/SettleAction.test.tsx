import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { detail } from '../../__testUtils__/changeFixtures';
import {
  fakeChangesApi,
  refusal,
  renderChanges,
} from '../../__testUtils__/renderChanges';

const stuck = (over = {}) => {
  const { can, ...rest } = detail();
  return {
    ...rest,
    state: 'needs-attention' as const,
    reason: 'A guest is there that this change did not make.',
    ...over,
    can: { ...can, settle: { allowed: true }, ...(over as any).can },
  };
};

describe('ending a change that needs attention', () => {
  it('asks for what was found, and sends it with proof', async () => {
    const api = fakeChangesApi({ get: jest.fn().mockResolvedValue(stuck()) });
    renderChanges('/changes/1042', api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'It has succeeded' }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Say that #1042 Create web-01 has succeeded?',
    });
    expect(
      within(dialog).getByText(/ORION verifies the result/),
    ).toBeInTheDocument();
    await userEvent.type(
      within(dialog).getByLabelText(/What you found/),
      'it runs',
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'It has succeeded' }),
    );
    await waitFor(() =>
      expect(api.settle).toHaveBeenCalledWith(1042, {
        outcome: 'succeeded',
        comment: 'it runs',
        idToken: 'fresh-token',
      }),
    );
  });

  it('shows the second person who said what, and only that way out', async () => {
    const change = stuck({
      reason: 'No guest of VMID 1003, seen twice.',
      settlement: {
        outcome: 'failed',
        by: 'user:default/approver',
        at: '2026-11-25T22:00:00.000Z',
        comment: 'removed by hand',
        provenAt: '2026-11-25T22:01:00.000Z',
      },
    });
    const api = fakeChangesApi({ get: jest.fn().mockResolvedValue(change) });
    api.settle.mockRejectedValueOnce(
      refusal(403, 'You said so yourself, so somebody else confirms.'),
    );
    renderChanges('/changes/1042', api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Confirm the failure' }),
    );
    expect(
      screen.queryByRole('button', { name: 'It has succeeded' }),
    ).not.toBeInTheDocument();
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText(/approver said/)).toBeInTheDocument();
    expect(within(dialog).getByText('removed by hand')).toBeInTheDocument();
    await userEvent.type(
      within(dialog).getByLabelText(/What you found/),
      'gone',
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Confirm the failure' }),
    );
    expect(
      await within(dialog).findByText(/somebody else confirms/),
    ).toBeInTheDocument();
    expect(within(dialog).getByLabelText(/What you found/)).toHaveValue('gone');
  });

  it('says why not while ORION looks', async () => {
    const change = stuck({
      settlement: {
        outcome: 'failed',
        by: 'user:default/approver',
        at: '2026-11-25T22:00:00.000Z',
        comment: 'x',
      },
      can: {
        settle: {
          allowed: false,
          reason:
            'ORION proves the absence first; then a second person confirms.',
        },
      },
    });
    const api = fakeChangesApi({ get: jest.fn().mockResolvedValue(change) });
    renderChanges('/changes/1042', api);
    expect(
      await screen.findByText(/ORION proves the absence first/),
    ).toBeInTheDocument();
  });

  it('keeps the page when the session has ended', async () => {
    const api = fakeChangesApi({ get: jest.fn().mockResolvedValue(stuck()) });
    renderChanges('/changes/1042', api, '');
    await userEvent.click(
      await screen.findByRole('button', { name: 'It has failed' }),
    );
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByLabelText(/What you found/), 'x');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'It has failed' }),
    );
    expect(
      await within(dialog).findByText(/Your session has ended/),
    ).toBeInTheDocument();
    expect(api.settle).not.toHaveBeenCalled();
  });
});
