import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { SIGN_IN_AGAIN } from '@orion/backstage-plugin-orion-changes-common';
import { detail, digestA, digestB } from '../../__testUtils__/changeFixtures';
import {
  fakeChangesApi,
  refusal,
  renderChanges,
} from '../../__testUtils__/renderChanges';

const withPlan = (digest: string, over = {}) => {
  const base = detail();
  return detail({ plan: { ...base.plan!, digest }, ...over });
};

describe('a change page', () => {
  beforeEach(() => window.sessionStorage.clear());

  it('answers first: state, deadline, sentence, progress, who acts', async () => {
    const api = fakeChangesApi({ get: jest.fn().mockResolvedValue(detail()) });
    renderChanges('/changes/1042', api);

    expect(
      await screen.findByRole('heading', { name: '#1042 Create web-01' }),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Adds 2, destroys 0, reboots 0.'),
    ).toBeInTheDocument();
    expect(screen.getByText('52 min left')).toBeInTheDocument();
    expect(screen.getByText('Waiting for approval')).toBeInTheDocument();
    expect(
      screen.getByRole('listitem', { name: 'Approval: now' }),
    ).toHaveAttribute('aria-current', 'step');
    expect(screen.getByText('net-approvers acts')).toBeInTheDocument();
    expect(screen.getByText('18 of 20')).toBeInTheDocument();
    expect(screen.getByText('2 rules passed')).toBeInTheDocument();
  });

  it('speaks in the past of what was done, and in the plural of several groups', async () => {
    const get = jest.fn().mockResolvedValue(
      detail({
        state: 'succeeded',
        next: {
          actor: 'group:default/approvers, group:default/admins',
          text: 'Done.',
        },
      }),
    );
    renderChanges('/changes/1042', fakeChangesApi({ get }));
    expect(
      await screen.findByText('Added 2, destroyed 0, rebooted 0.'),
    ).toBeInTheDocument();
    expect(screen.getByText('approvers, admins act')).toBeInTheDocument();
  });

  it('approves the shown plan with a fresh proof of the sign-in', async () => {
    const api = fakeChangesApi({ get: jest.fn().mockResolvedValue(detail()) });
    const { auth } = renderChanges('/changes/1042', api);

    await userEvent.type(await screen.findByLabelText('Comment'), 'Fits.');
    await userEvent.click(
      screen.getByRole('button', { name: 'Approve plan 3f9a12c4' }),
    );

    await waitFor(() =>
      expect(api.approve).toHaveBeenCalledWith(1042, {
        digest: digestA,
        comment: 'Fits.',
        idToken: 'fresh-token',
      }),
    );
    expect(auth.getIdToken).toHaveBeenCalledTimes(1);
    await waitFor(() =>
      expect(screen.getByLabelText('Comment')).toHaveValue(''),
    );
  });

  it('keeps the plan under a reader and asks to look at the new one', async () => {
    const get = jest.fn().mockResolvedValueOnce(withPlan(digestA));
    get.mockResolvedValue(withPlan(digestB));
    const api = fakeChangesApi({
      get,
      approve: jest
        .fn()
        .mockRejectedValue(
          refusal(409, 'The plan changed since you saw it. Review it again.'),
        ),
    });
    renderChanges('/changes/1042', api);

    await userEvent.click(
      await screen.findByRole('button', { name: 'Approve plan 3f9a12c4' }),
    );
    expect(
      await screen.findByText(/The plan changed since you saw it/),
    ).toBeInTheDocument();
    const show = await screen.findByRole('button', {
      name: /Show the new plan/,
    });
    expect(
      screen.getByRole('button', { name: 'Approve plan 3f9a12c4' }),
    ).toBeDisabled();

    await userEvent.click(show);
    expect(
      screen.getByRole('button', { name: 'Approve plan 77ab01de' }),
    ).toBeEnabled();
  });

  it('offers to sign in again and keeps the comment', async () => {
    const api = fakeChangesApi({
      get: jest.fn().mockResolvedValue(detail()),
      approve: jest
        .fn()
        .mockRejectedValue(
          refusal(
            403,
            'Your sign-in is 31 minutes old. Sign in again, your comment is kept.',
            SIGN_IN_AGAIN,
          ),
        ),
    });
    renderChanges('/changes/1042', api);

    await userEvent.type(
      await screen.findByLabelText('Comment'),
      'Checked the disk',
    );
    await userEvent.click(screen.getByRole('button', { name: /Approve plan/ }));

    expect(
      await screen.findByRole('button', { name: 'Sign in again' }),
    ).toBeInTheDocument();
    expect(window.sessionStorage.getItem('orion-change-comment-1042')).toBe(
      'Checked the disk',
    );
  });

  it('rejects only with a comment', async () => {
    const api = fakeChangesApi({ get: jest.fn().mockResolvedValue(detail()) });
    renderChanges('/changes/1042', api);

    await userEvent.click(
      await screen.findByRole('button', { name: 'Reject' }),
    );
    expect(screen.getByText(/Rejecting needs a comment/)).toBeInTheDocument();
    expect(api.reject).not.toHaveBeenCalled();

    await userEvent.type(screen.getByLabelText('Comment'), 'Use size S');
    await userEvent.click(screen.getByRole('button', { name: 'Reject' }));
    await waitFor(() =>
      expect(api.reject).toHaveBeenCalledWith(1042, {
        digest: digestA,
        comment: 'Use size S',
        idToken: 'fresh-token',
      }),
    );
  });

  it('tells the requester why they cannot approve', async () => {
    const reason = 'You requested this change, so somebody else decides.';
    const can = detail().can;
    const api = fakeChangesApi({
      get: jest.fn().mockResolvedValue(
        detail({
          can: {
            ...can,
            approve: { allowed: false, reason },
            reject: { allowed: false, reason },
          },
        }),
      ),
    });
    renderChanges('/changes/1042', api);

    const approve = await screen.findByRole('button', { name: /Approve plan/ });
    expect(approve).toBeDisabled();
    expect(approve).toHaveAccessibleDescription(reason);
    expect(screen.getByText(reason)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Reject' })).toBeDisabled();
  });

  it('has the name typed before something is destroyed', async () => {
    const base = detail();
    const api = fakeChangesApi({
      get: jest.fn().mockResolvedValue(
        detail({
          title: 'Destroy db-2',
          destructive: true,
          target: { system: 'proxmox', name: 'db-2' },
          plan: {
            ...base.plan!,
            counts: { add: 0, change: 0, replace: 0, destroy: 1, reboot: 0 },
            lines: [
              { action: 'add', address: 'b', title: 'note', attributes: [] },
              {
                action: 'destroy',
                address: 'a',
                title: 'VM db-2',
                attributes: [],
              },
            ],
          },
        }),
      ),
    });
    renderChanges('/changes/1042', api);

    const lines = await screen.findByRole('list', {
      name: 'What would change',
    });
    expect(within(lines).getAllByRole('listitem')[0]).toHaveTextContent(
      'destroyVM db-2',
    );
    await userEvent.click(screen.getByRole('button', { name: /Approve plan/ }));
    const dialog = await screen.findByRole('dialog');
    const confirm = within(dialog).getByRole('button', {
      name: /Approve plan/,
    });
    expect(
      within(dialog).getByRole('button', { name: 'Go back' }),
    ).toHaveFocus();
    expect(confirm).toBeDisabled();

    await userEvent.type(
      within(dialog).getByLabelText('Type db-2 to confirm'),
      'db-2',
    );
    await userEvent.click(confirm);
    await waitFor(() => expect(api.approve).toHaveBeenCalled());
  });

  it('opens the evidence when somebody has to look, and looks again', async () => {
    const api = fakeChangesApi({
      get: jest.fn().mockResolvedValue(
        detail({
          state: 'needs-attention',
          reason: 'the VM exists but carries another mark',
          evidence: { mark: '<script>alert(1)</script>' },
          can: { ...detail().can, recover: { allowed: true } },
        }),
      ),
    });
    renderChanges('/changes/1042', api);

    expect(
      await screen.findByText('<script>alert(1)</script>'),
    ).toBeInTheDocument();
    expect(screen.getByRole('tab', { name: 'Evidence' })).toHaveAttribute(
      'aria-selected',
      'true',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Look again' }));
    expect(api.recover).toHaveBeenCalledWith(1042);
  });

  it('opens the log while it applies, to its exit code', async () => {
    const run = {
      id: 'r1',
      attempt: 1,
      phase: 'apply' as const,
      startedAt: '2026-03-12T14:00:00Z',
    };
    const api = fakeChangesApi({
      get: jest
        .fn()
        .mockResolvedValue(detail({ state: 'applying', runs: [run] })),
      readLog: jest.fn().mockResolvedValue({
        text: 'creating VM\nError: storage is locked\n',
        nextOffset: 34,
        totalBytes: 34,
        ended: true,
        exitCode: 1,
      }),
    });
    renderChanges('/changes/1042', api);

    expect(
      await screen.findByText('Error: storage is locked'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Ended with exit code 1. 2 lines.'),
    ).toBeInTheDocument();
    expect(api.readLog).toHaveBeenCalledWith(1042, { offset: 0, run: 'r1' });
  });

  it('carries plan, full digest and timeline to paper from every tab', async () => {
    const api = fakeChangesApi({ get: jest.fn().mockResolvedValue(detail()) });
    renderChanges('/changes/1042?tab=log', api);
    expect(
      await screen.findByRole('list', {
        name: 'What would change',
        hidden: true,
      }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('heading', { name: 'Timeline', hidden: true }),
    ).toBeInTheDocument();
    expect(screen.getByText(digestA)).toHaveClass('orion-paper');
  });

  it('cancels with the effect told first', async () => {
    const api = fakeChangesApi({
      get: jest.fn().mockResolvedValue(detail({ state: 'applying' })),
    });
    renderChanges('/changes/1042', api);

    await userEvent.click(
      await screen.findByRole('button', { name: 'Cancel change' }),
    );
    expect(
      await screen.findByText(/It stops after this resource/),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Cancel the change' }),
    );
    await waitFor(() =>
      expect(api.cancel).toHaveBeenCalledWith(1042, undefined),
    );
  });

  it('says the same for a hidden and a missing change', async () => {
    const api = fakeChangesApi({
      get: jest.fn().mockRejectedValue(refusal(404, 'No such change')),
    });
    renderChanges('/changes/7', api);
    expect(
      await screen.findByText('No such change, or you may not see it.'),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'All changes' })).toHaveAttribute(
      'href',
      '/changes',
    );
  });

  it('quotes the answer of a failing backend and retries', async () => {
    const get = jest
      .fn()
      .mockRejectedValueOnce(refusal(503, 'The database is restarting'));
    get.mockResolvedValue(detail());
    renderChanges('/changes/1042', fakeChangesApi({ get }));

    expect(
      await screen.findByText('The database is restarting'),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(
      await screen.findByText('Create web-01', { exact: false }),
    ).toBeInTheDocument();
  });

  it('keeps the plan but takes the decision away when the data is old', async () => {
    jest.useFakeTimers();
    try {
      const get = jest.fn().mockResolvedValueOnce(detail());
      get.mockRejectedValue(new TypeError('Failed to fetch'));
      renderChanges('/changes/1042', fakeChangesApi({ get }));
      await act(() => jest.advanceTimersByTimeAsync(1000));
      expect(
        screen.getByRole('button', { name: /Approve plan/ }),
      ).toBeEnabled();

      await act(() => jest.advanceTimersByTimeAsync(16_000));
      expect(screen.getByText(/ORION silent since/)).toBeInTheDocument();
      expect(screen.getByText('was Waiting for approval')).toBeInTheDocument();
      expect(screen.getByText('VM web-01')).toBeInTheDocument();
      expect(
        screen.getByRole('button', { name: /Approve plan/ }),
      ).toBeDisabled();
    } finally {
      jest.useRealTimers();
    }
  });
});
