import { screen, within } from '@testing-library/react';
import { Freshness } from '@orion/backstage-plugin-orion-common';
import {
  IntentState,
  SessionIntent,
} from '@orion/backstage-plugin-orion-bgp-common';
import { renderBgp } from '../../__testUtils__/renderBgp';
import { fakeBgpApi, freshNow, hoursAgo, session } from '../../tests/fakes';
import { intentRecord, sessionIntent } from '../../tests/intentFakes';

const PATH = '/bgp/sessions/gw1/he_v6';

const show = (
  intent: SessionIntent | undefined,
  netbox: IntentState | undefined = {
    freshness: freshNow('netbox:bgp'),
    notes: [],
  },
  freshness: Freshness = freshNow(),
) =>
  renderBgp(
    PATH,
    fakeBgpApi({
      getSession: jest.fn().mockResolvedValue({
        ...session(),
        actions: true,
        freshness,
        intent,
        netbox,
      }),
    }),
  );

const panel = async () => {
  const heading = await screen.findByRole('heading', { name: 'In NetBox' });
  return within(heading.closest('section')!);
};

describe('the panel In NetBox', () => {
  it('says that all is as NetBox has it, with a link to the record', async () => {
    show(sessionIntent());
    const found = await panel();
    expect(found.getByText('In sync')).toBeInTheDocument();
    expect(found.getByText('As NetBox has it.')).toBeInTheDocument();
    const link = found.getByRole('link', { name: 'he_v6' });
    expect(link).toHaveAttribute(
      'href',
      'https://netbox.example/plugins/bgp/session/1/',
    );
    expect(link).toHaveAttribute('rel', expect.stringContaining('noreferrer'));
    expect(found.getByText('he_in, own_out')).toBeInTheDocument();
    expect(screen.queryByText('only planned')).not.toBeInTheDocument();
  });

  it('says what is wrong, in the headline too, and what to do', async () => {
    show(
      sessionIntent({
        finding: 'planned-but-up',
        record: intentRecord({ status: 'planned' }),
      }),
    );
    const found = await panel();
    expect(found.getByText('Drifted')).toBeInTheDocument();
    expect(
      found.getByText(/It is up, and NetBox has it as planned\. Set/),
    ).toBeInTheDocument();
    expect(screen.getByText('only planned')).toBeInTheDocument();
  });

  it('names both values of every field that differs', async () => {
    show(
      sessionIntent({
        finding: 'differs',
        differences: [{ field: 'remoteAs', live: '6939', recorded: '64500' }],
      }),
    );
    const found = await panel();
    expect(
      found.getByText('NetBox has it otherwise: AS of the neighbor.'),
    ).toBeInTheDocument();
    expect(
      found.getByText('64500 in NetBox, 6939 on the router'),
    ).toBeInTheDocument();
  });

  it('has no facts of a session that NetBox does not know', async () => {
    show({ finding: 'unknown-to-netbox', differences: [] });
    const found = await panel();
    expect(
      found.getByText(/^NetBox has no record of it\./),
    ).toBeInTheDocument();
    expect(found.queryByText('Record')).not.toBeInTheDocument();
  });

  it('never says that old records agree, and why they are old', async () => {
    show(sessionIntent(), {
      freshness: {
        ...freshNow('netbox:bgp'),
        fetchedAt: hoursAgo(2),
        stale: true,
        error: 'NetBox gave no answer to GET ipam/rirs/: ECONNREFUSED',
      },
      notes: [],
    });
    const found = await panel();
    expect(found.getByText('was In sync')).toBeInTheDocument();
    expect(found.getByText(/^NetBox is silent\./)).toBeInTheDocument();
    expect(found.getByText(/ECONNREFUSED/)).toBeInTheDocument();
  });

  it('never says that a silent router is as it should be, nor that it is not', async () => {
    const silent = { ...freshNow(), fetchedAt: hoursAgo(2), stale: true };
    const { unmount } = show(sessionIntent(), undefined, silent);
    const found = await panel();
    expect(found.getByText('was In sync')).toBeInTheDocument();
    expect(
      found.getByText('Last known: As NetBox has it.'),
    ).toBeInTheDocument();
    expect(found.queryByText(/^NetBox is silent\./)).not.toBeInTheDocument();
    unmount();
    show(sessionIntent({ finding: 'planned-but-up' }), undefined, silent);
    expect((await panel()).getByText('was Drifted')).toBeInTheDocument();
    expect(screen.getByText('was only planned')).toHaveAttribute(
      'title',
      expect.stringMatching(/^Last known: It is up/),
    );
  });

  it('says that the plugin is missing, and judges nothing', async () => {
    show(undefined, {
      freshness: freshNow('netbox:bgp'),
      notes: ['NetBox has no BGP sessions: the plugin is not installed.'],
    });
    const found = await panel();
    expect(found.getByText(/is not installed/)).toBeInTheDocument();
    expect(found.queryByText('In sync')).not.toBeInTheDocument();
  });

  it('shows what somebody typed as text', async () => {
    const name = '<img src=x onerror=alert(1)>';
    show(sessionIntent({ record: intentRecord({ name }) }));
    const found = await panel();
    expect(found.getByRole('link', { name })).toBeInTheDocument();
  });

  it('is not there without NetBox', async () => {
    renderBgp(PATH, fakeBgpApi());
    await screen.findByRole('heading', { name: 'Session' });
    expect(
      screen.queryByRole('heading', { name: 'In NetBox' }),
    ).not.toBeInTheDocument();
  });
});
