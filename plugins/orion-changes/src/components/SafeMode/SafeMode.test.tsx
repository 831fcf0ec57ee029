import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { SafeModeState } from '@orion/backstage-plugin-orion-changes-common';
import {
  fakeChangesApi,
  renderChanges,
} from '../../__testUtils__/renderChanges';

const active = (over: Partial<SafeModeState> = {}): SafeModeState => ({
  active: true,
  since: '2026-11-25T22:00:00.000Z',
  reasons: [
    'The record has 10 entries, the checkpoint signed 14: at least 4 are lost.',
  ],
  mayLeave: true,
  ...over,
});

const report = {
  takenAt: '2026-11-25T22:01:00.000Z',
  errors: ['Create a virtual machine: pve1 does not answer'],
  findings: [
    {
      type: 'unknown-change' as const,
      ref: 'proxmox:r730/1004',
      changeId: 1009,
      message: 'VM <script>web</script> bears the mark of change #1009.',
    },
    {
      type: 'open-change' as const,
      ref: 'proxmox:r730/1003',
      changeId: 1008,
      message: 'VM web-03 was made by change #1008.',
    },
  ],
};

const render = (state: SafeModeState, path = '/changes/safe-mode') => {
  const api = fakeChangesApi({
    getSafeMode: jest.fn().mockResolvedValue(state),
  });
  renderChanges(path, api);
  return api;
};

describe('safe mode', () => {
  it('stands over the inbox, with the way to the report', async () => {
    render(active(), '/changes');
    expect(
      await screen.findByRole('link', { name: 'See what does not fit' }),
    ).toHaveAttribute('href', '/changes/safe-mode');
  });

  it('is not mentioned while all is well', async () => {
    const api = render(
      { active: false, reasons: [], mayLeave: false },
      '/changes',
    );
    expect(
      await screen.findByText('Nothing waits for you.'),
    ).toBeInTheDocument();
    expect(api.getSafeMode).toHaveBeenCalled();
    expect(screen.queryByText(/Safe mode/)).not.toBeInTheDocument();
  });

  it('says why, what does not fit, and what is unknown', async () => {
    render(active({ report }));
    expect(await screen.findByText(/at least 4 are lost/)).toBeInTheDocument();
    expect(screen.getByText(/VM <script>web/)).toBeInTheDocument();
    expect(screen.getByRole('link', { name: '#1008' })).toHaveAttribute(
      'href',
      '/changes/1008',
    );
    // This database has no such change to open.
    expect(
      screen.queryByRole('link', { name: '#1009' }),
    ).not.toBeInTheDocument();
    expect(screen.getByText(/pve1 does not answer/)).toBeInTheDocument();
  });

  it('is left by an admin with a reason and a proof', async () => {
    const api = render(active({ report }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Leave safe mode' }),
    );
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(
      within(dialog).getByLabelText(/What you found/),
      'backup of last night',
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Leave safe mode' }),
    );
    await waitFor(() =>
      expect(api.leaveSafeMode).toHaveBeenCalledWith({
        comment: 'backup of last night',
        idToken: 'fresh-token',
      }),
    );
  });

  it('waits for the report, and others ask an admin', async () => {
    render(active());
    expect(
      await screen.findByRole('button', { name: 'Leave safe mode' }),
    ).toBeDisabled();
    expect(
      screen.getByText(/ORION reads the real systems/),
    ).toBeInTheDocument();
  });

  it('has no button for others', async () => {
    render(active({ mayLeave: false }));
    expect(
      await screen.findByText(/An admin reads the report/),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Leave safe mode' }),
    ).toBeNull();
  });

  it('says so when it is off, and when nobody knows', async () => {
    const api = fakeChangesApi({
      getSafeMode: jest
        .fn()
        .mockRejectedValueOnce(new Error('down'))
        .mockResolvedValue({ active: false, reasons: [], mayLeave: false }),
    });
    renderChanges('/changes/safe-mode', api);
    await userEvent.click(await screen.findByRole('button', { name: /Retry/ }));
    expect(await screen.findByText(/Safe mode is off/)).toBeInTheDocument();
  });
});
