import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { BgpApi } from '@orion/backstage-plugin-orion-bgp-common';
import { bgpApiRef } from '../../api/bgpApiRef';
import { routesRouteRef, sessionsRouteRef } from '../../routes';
import {
  drift,
  fakeBgpApi,
  freshNow,
  hoursAgo,
  manySessions,
  refusal,
  session,
  stoppedSessions,
} from '../../tests/fakes';
import { SessionsCard } from './SessionsCard';

function show(annotations: Record<string, string>, api: BgpApi) {
  renderInTestApp(
    <EntityProvider
      entity={{
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Resource',
        metadata: { name: 'x', annotations },
      }}
    >
      <SessionsCard />
    </EntityProvider>,
    {
      apis: [[bgpApiRef, api]] as never,
      mountedRoutes: {
        '/bgp/sessions': sessionsRouteRef,
        '/bgp/routes': routesRouteRef,
      },
    },
  );
}

const many = (freshness = [freshNow(), freshNow('bgp:gw2')]) =>
  fakeBgpApi({
    listSessions: jest
      .fn()
      .mockResolvedValue({ items: manySessions(), freshness }),
  });

describe('SessionsCard', () => {
  it('has the sessions of a router, what is wrong first', async () => {
    show({ 'orion.dev/bgp-router': 'gw1' }, many());
    const lines = await screen.findAllByRole('listitem');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toHaveTextContent('Down');
    expect(lines[0]).toHaveTextContent('Socket: Connection refused');
    expect(
      within(lines[1]).getByRole('link', { name: 'AS6939 he_v4' }),
    ).toHaveAttribute('href', '/bgp/sessions/gw1/he_v4');
  });

  it('keeps its lines where they are under the pointer, whatever comes up meanwhile', async () => {
    const listSessions = jest.fn().mockResolvedValue({
      items: manySessions(),
      freshness: [freshNow(), freshNow('bgp:gw2')],
    });
    show({ 'orion.dev/bgp-router': 'gw1' }, fakeBgpApi({ listSessions }));
    const names = async () =>
      (await screen.findAllByRole('link')).map(
        ({ textContent }) => textContent,
      );
    const before = await names();
    fireEvent.pointerEnter(screen.getByRole('list'));
    listSessions.mockResolvedValue({
      items: manySessions().map(one => ({
        ...one,
        ...(one.name === 'ix_rs1' && {
          state: 'established',
          lastError: undefined,
          families: one.families.map(family => ({ ...family, up: true })),
        }),
      })),
      freshness: [freshNow(), freshNow('bgp:gw2')],
    });
    await waitFor(
      () => expect(screen.queryByText('Down')).not.toBeInTheDocument(),
      { timeout: 30_000 },
    );
    expect(await names()).toEqual(before);
    fireEvent.pointerLeave(screen.getByRole('list'));
    expect(await names()).not.toEqual(before);
  });

  it('says of one that a limit of its own stopped that it was this limit', async () => {
    const api = fakeBgpApi({
      listSessions: jest.fn().mockResolvedValue({
        items: [stoppedSessions().gobgp],
        freshness: [freshNow('bgp:gw2')],
      }),
    });
    show({ 'orion.dev/bgp-router': 'gw2' }, api);
    expect(await screen.findByRole('listitem')).toHaveTextContent(
      'it sent more than its limit of 1,000 v6 routes',
    );
  });

  it('says what the one session of a silent router was', async () => {
    const freshness = { ...freshNow('bgp:gw2'), stale: true, error: 'refused' };
    const [one] = manySessions().filter(({ router }) => router === 'gw2');
    const api = fakeBgpApi({
      getSession: jest.fn().mockResolvedValue({ ...one, freshness }),
    });
    show({ 'orion.dev/bgp-session': 'gw2/2001:db8:6939::9' }, api);
    expect(await screen.findAllByText('was Established')).toHaveLength(2);
    expect(api.getSession).toHaveBeenCalledWith({
      router: 'gw2',
      session: '2001:db8:6939::9',
    });
    // It needs nothing of all the others.
    expect(api.listSessions).not.toHaveBeenCalled();
    expect(api.listRouters).not.toHaveBeenCalled();
  });

  it.each([
    [{ 'orion.dev/bgp-router': 'gw1' }, { router: 'gw1' }],
    [{ 'orion.dev/autonomous-system': '6939' }, { asn: 6939 }],
  ])('asks for what it shows, of %j', async (annotations, query) => {
    const api = many();
    show(annotations as Record<string, string>, api);
    await screen.findAllByRole('listitem');
    expect(api.listSessions).toHaveBeenCalledWith(query);
  });

  it.each([
    [{ 'orion.dev/bgp-session': 'gw9/he_v6' }],
    [{ 'orion.dev/bgp-router': 'gw9' }],
  ])('has no session of what is not there any more, as %j', async of => {
    const missing = jest.fn().mockRejectedValue(refusal(404, 'No router gw9'));
    show(
      of as Record<string, string>,
      fakeBgpApi({ getSession: missing, listSessions: missing }),
    );
    expect(await screen.findByText('No session now.')).toBeInTheDocument();
  });

  it('says of a router what it runs, and since when', async () => {
    show({ 'orion.dev/bgp-router': 'gw1' }, many());
    expect(
      (await screen.findByText('BIRD 2.0.12')).parentElement,
    ).toHaveTextContent(/^BIRD 2\.0\.12 started /);
    expect(screen.queryByRole('link', { name: /^Routes/ })).toBeNull();
  });

  it('says of a system its name, and leads to its routes', async () => {
    show({ 'orion.dev/autonomous-system': '6939' }, many());
    expect(
      await screen.findByRole('link', { name: 'Routes by way of AS6939' }),
    ).toHaveAttribute('href', '/bgp/routes?q=AS6939');
    expect(await screen.findByText('Hurricane Electric')).toBeInTheDocument();
  });

  it('marks one that is not as a change decided, on top', async () => {
    const off = session({
      name: 'z',
      state: 'down',
      adminState: 'down',
      drift: drift({ name: 'z', state: 'up' }),
    });
    const api = fakeBgpApi({
      listSessions: jest.fn().mockResolvedValue({
        items: [session(), off],
        freshness: [freshNow()],
      }),
    });
    show({ 'orion.dev/bgp-router': 'gw1' }, api);
    const [first, second] = await screen.findAllByRole('listitem');
    expect(first).toHaveTextContent('Drifted');
    expect(second).not.toHaveTextContent('Drifted');
  });

  it('says that there is none', async () => {
    show({ 'orion.dev/autonomous-system': '64999' }, many());
    expect(await screen.findByText('No session now.')).toBeInTheDocument();
  });

  it('has the sessions with another system, on every router', async () => {
    const exchange = session({
      name: 'ix_v6',
      router: 'gw2',
      neighborAs: 64500,
    });
    const api = fakeBgpApi({
      listSessions: jest.fn().mockResolvedValue({
        items: [...manySessions(), exchange],
        freshness: [freshNow(), freshNow('bgp:gw2')],
      }),
    });
    show({ 'orion.dev/autonomous-system': '6939' }, api);
    const lines = await screen.findAllByRole('listitem');
    const text = lines.map(({ textContent }) => textContent).join('\n');
    expect(text).toContain('AS6939 he_v6');
    expect(text).not.toContain('ix_v6');
    // More than one router: each line says which.
    expect(lines[0]).toHaveTextContent(/gw[12]/);
  });

  it('has every session of the routers of our own system', async () => {
    show({ 'orion.dev/autonomous-system': '394955' }, many());
    const lines = await screen.findAllByRole('listitem');
    const text = lines.map(({ textContent }) => textContent).join('\n');
    const own = manySessions().filter(({ router }) => router === 'gw1');
    expect(own.length).toBeGreaterThan(1);
    for (const { neighborAs, name } of own) {
      expect(text).toContain(`AS${neighborAs} ${name}`);
    }
    expect(screen.queryByText('No session now.')).not.toBeInTheDocument();
    // Our own number is in no path of ours.
    expect(screen.queryByRole('link', { name: /^Routes/ })).toBeNull();
  });

  it('says of a system how old the oldest of its answers is', async () => {
    const silent = {
      ...freshNow('bgp:gw2'),
      fetchedAt: hoursAgo(1),
      stale: true,
      error: 'refused',
    };
    show({ 'orion.dev/autonomous-system': '6939' }, many([freshNow(), silent]));
    expect(await screen.findByText(/^silent since/)).toBeInTheDocument();
    // What the other router says is of now.
    const states = screen
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent);
    expect(states.filter(text => /^was /.test(text!))).toHaveLength(2);
    expect(
      states.filter(text => /^(?!was ).*AS6939 he_v[46]/.test(text!)),
    ).toHaveLength(2);
  });

  it('says that it may not be seen', async () => {
    const denied = fakeBgpApi({
      listSessions: jest.fn().mockRejectedValue(refusal(403, 'No role.')),
    });
    show({ 'orion.dev/bgp-router': 'gw1' }, denied);
    expect(await screen.findByRole('alert')).toBeInTheDocument();
  });

  it('is nothing on other entities', async () => {
    const api = many();
    show({}, api);
    expect(api.listSessions).not.toHaveBeenCalled();
  });
});
