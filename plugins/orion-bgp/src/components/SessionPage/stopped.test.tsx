import { screen, within } from '@testing-library/react';
import { Session } from '@orion/backstage-plugin-orion-bgp-common';
import { renderBgp } from '../../__testUtils__/renderBgp';
import {
  fakeBgpApi,
  freshNow,
  hoursAgo,
  identityOf,
  session,
  stoppedSessions,
  transition,
} from '../../tests/fakes';

function show(
  shown: Session,
  driver: 'bird' | 'gobgp-v4',
  items = [transition()],
) {
  renderBgp(
    `/bgp/sessions/${shown.router}/${shown.name}`,
    fakeBgpApi({
      getSession: jest.fn().mockResolvedValue({
        ...shown,
        identity: identityOf(driver),
        actions: true,
        freshness: freshNow(`bgp:${shown.router}`),
      }),
      listTransitions: jest.fn().mockResolvedValue({ items, silences: [] }),
    }),
  );
}

const SENTENCE =
  /Stopped by gw\d: AS6939 sent more than its limit of 1,000 v6 routes\. It stays down until somebody enables it\./;

describe('a session that the prefix limit of its router stopped', () => {
  it('of GoBGP, which tells no error, has its reason', async () => {
    show(stoppedSessions().gobgp, 'gobgp-v4');
    expect(await screen.findByText(SENTENCE)).toHaveTextContent(/gw2/);
    expect(screen.queryByText(/Ask the neighbor/)).not.toBeInTheDocument();
    expect(
      screen.getByText('Stopped by its own prefix limit (Idle(PfxCt))'),
    ).toBeInTheDocument();
  });

  it('of BIRD says it in a sentence beside its error', async () => {
    show(stoppedSessions().bird, 'bird');
    expect(await screen.findByText(SENTENCE)).toHaveTextContent(/gw1/);
    expect(
      screen.getAllByText('Automatic shutdown: Route limit exceeded'),
    ).not.toHaveLength(0);
  });

  it('says that a BIRD set to restart starts it again', async () => {
    const { bird } = stoppedSessions();
    show({ ...bird, adminState: 'up', state: 'idle' }, 'bird');
    expect(
      await screen.findByText(/The daemon starts it again by itself\./),
    ).toHaveTextContent(/sent more than its limit of 1,000 v6 routes/);
  });

  it('names the limit in the timeline, though it is a flap too', async () => {
    const fell = { from: 'established', to: 'idle', flap: true } as const;
    show(stoppedSessions().gobgp, 'gobgp-v4', [
      transition({
        ...fell,
        id: '3',
        observedAt: hoursAgo(2),
        adminState: 'prefix-limit',
      }),
      transition({
        ...fell,
        id: '2',
        observedAt: hoursAgo(5),
        lastError: 'Automatic shutdown: Route limit exceeded',
      }),
      transition({ id: '1', from: undefined, observedAt: hoursAgo(9) }),
    ]);
    const items = within(
      await screen.findByRole('list', { name: /timeline|history/i }),
    ).getAllByRole('listitem');
    expect(items).toHaveLength(3);
    for (const item of items.slice(1)) {
      expect(item).toHaveTextContent('Stopped by its prefix limit');
      expect(item).not.toHaveTextContent('Left Established');
    }
  });
});

describe('a session that its daemon switched off after an error', () => {
  const off = {
    adminState: 'down',
    disabledBy: 'daemon',
    lastError: 'BGP Error: Hold timer expired',
  } as const;

  it('is down, and says who has to enable it', async () => {
    show(
      session({ ...off, state: 'down', stateText: 'Down', families: [] }),
      'bird',
    );
    expect(
      await screen.findByText(
        /^Down: the daemon of gw1 switched AS6939 off after an error\. It stays down until somebody enables it\./,
      ),
    ).toBeInTheDocument();
    expect(screen.queryByText(/^Switched off on gw1/)).not.toBeInTheDocument();
    expect(screen.getAllByText(off.lastError)).not.toHaveLength(0);
  });

  it('is told so in the timeline, though it is a flap too', async () => {
    const fell = { ...off, to: 'down' } as const;
    show(session({ ...off, state: 'down', families: [] }), 'bird', [
      transition({ ...fell, id: '3', from: 'established', flap: true }),
      transition({ ...fell, id: '2', from: 'active', observedAt: hoursAgo(3) }),
      transition({
        ...fell,
        id: '1',
        from: undefined,
        observedAt: hoursAgo(9),
      }),
    ]);
    const items = within(
      await screen.findByRole('list', { name: /timeline|history/i }),
    ).getAllByRole('listitem');
    const told = items.filter(({ textContent }) =>
      /switched off by the daemon after an error/i.test(textContent ?? ''),
    );
    expect(told).toHaveLength(3);
  });
});
