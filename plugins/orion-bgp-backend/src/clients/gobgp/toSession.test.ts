import { GobgpPeer } from './gobgpMessages';
import { leftToIndex } from '../../services/fillCounters';
import { loadGobgpApi } from './loadGobgpApi';
import { isAddressText } from './addressText';
import { sessionName, toSession } from './toSession';

const v3 = loadGobgpApi(3);
const v4 = loadGobgpApi(4);

const peer = (extra: GobgpPeer = {}): GobgpPeer => ({
  conf: { neighbor_address: '192.0.2.1', peer_asn: 6939 },
  ...extra,
  state: {
    neighbor_address: '192.0.2.1',
    session_state: 'SESSION_STATE_ESTABLISHED',
    ...extra.state,
  },
});

describe('toSession', () => {
  it.each([
    ['SESSION_STATE_IDLE', undefined, 'idle', 'Idle', 'up'],
    ['SESSION_STATE_CONNECT', 'ADMIN_STATE_UP', 'connect', 'Connect', 'up'],
    ['SESSION_STATE_ACTIVE', undefined, 'active', 'Active', 'up'],
    ['SESSION_STATE_OPENSENT', undefined, 'open-sent', 'OpenSent', 'up'],
    [
      'SESSION_STATE_OPENCONFIRM',
      undefined,
      'open-confirm',
      'OpenConfirm',
      'up',
    ],
    [
      'SESSION_STATE_ESTABLISHED',
      undefined,
      'established',
      'Established',
      'up',
    ],
    ['SESSION_STATE_IDLE', 'ADMIN_STATE_DOWN', 'down', 'Idle(Admin)', 'down'],
    [
      'SESSION_STATE_IDLE',
      'ADMIN_STATE_PFX_CT',
      'idle',
      'Idle(PfxCt)',
      'prefix-limit',
    ],
    [undefined, undefined, 'unknown', 'Unknown', 'up'],
  ])('%s and %s are %s', (session, admin, state, stateText, adminState) => {
    const reading = toSession(
      v4,
      peer({ state: { session_state: session, admin_state: admin } }),
      394955,
    );
    expect(reading).toMatchObject({ state, stateText, adminState });
  });

  it('takes the AS of the router where the neighbor has none of its own', () => {
    expect(toSession(v3, peer(), 6939)).toMatchObject({
      localAs: 6939,
      type: 'internal',
    });
    expect(
      toSession(v3, peer({ conf: { peer_asn: 6939, local_asn: 65000 } }), 6939),
    ).toMatchObject({ localAs: 65000, type: 'external' });
  });

  it('dates the state by its beginning', () => {
    const timers = {
      state: {
        uptime: { seconds: 1700000000 },
        downtime: { seconds: 1600000000 },
      },
    };
    expect(toSession(v4, peer({ timers }), 1).since).toBe(
      '2023-11-14T22:13:20.000Z',
    );
    const down = { session_state: 'SESSION_STATE_ACTIVE' };
    expect(toSession(v4, peer({ timers, state: down }), 1).since).toBe(
      '2020-09-13T12:26:40.000Z',
    );
    expect(toSession(v4, peer({ state: down }), 1).since).toBeUndefined();
  });

  it('says how the last session ended where GoBGP does', () => {
    const ended = (disconnect_reason: string, disconnect_message?: string) =>
      toSession(
        v4,
        peer({ state: { disconnect_reason, disconnect_message } }),
        1,
      ).lastError;
    expect(ended('DISCONNECT_REASON_UNSPECIFIED')).toBeUndefined();
    expect(ended('DISCONNECT_REASON_HOLD_TIMER_EXPIRED')).toBe(
      'hold-timer-expired',
    );
    expect(
      ended(
        'DISCONNECT_REASON_NOTIFICATION_RECEIVED',
        'notification-received cease',
      ),
    ).toBe('notification-received cease');
  });

  it('says BFD only where it runs, flaps only where they are counted', () => {
    const bfd = { session_state: 'BFD_SESSION_STATE_ADMIN_DOWN' };
    expect(
      toSession(
        v4,
        peer({ bfd: { enabled: true }, state: { bfd_state: bfd, flops: 3 } }),
        1,
      ),
    ).toMatchObject({ bfd: 'admin-down', daemonFlaps: 3 });
    expect(
      toSession(v4, peer({ bfd: {}, state: { bfd_state: {} } }), 1),
    ).toMatchObject({
      daemonFlaps: 0,
    });
    expect(toSession(v3, peer(), 1)).not.toHaveProperty('daemonFlaps', 0);
  });

  it('tells a neighbor that restarts', () => {
    const restarting = (peer_restarting: boolean) =>
      toSession(v4, peer({ graceful_restart: { peer_restarting } }), 1)
        .restarting;
    expect(restarting(true)).toBe(true);
    expect(restarting(false)).toBeUndefined();
  });

  it('reads families, counters, limits and add-path', () => {
    const [first, second, third] = toSession(
      v4,
      peer({
        state: {
          local_cap: [
            {
              add_path: { tuples: [{ family: { afi: 2, safi: 1 }, mode: 1 }] },
            },
          ],
          remote_cap: [
            { multi_protocol: { family: { afi: 2, safi: 1 } } },
            {
              add_path: { tuples: [{ family: { afi: 2, safi: 1 }, mode: 3 }] },
            },
          ],
        },
        afi_safis: [
          {
            config: { family: { afi: 2, safi: 1 } },
            state: { received: 10, accepted: 9 },
            prefix_limits: { max_prefixes: 12 },
          },
          { config: { family: { afi: 1, safi: 1 } }, state: {} },
          { state: { family: { afi: 25, safi: 70 } } },
        ],
      }),
      1,
    ).families;
    expect(first).toEqual({
      family: 'ipv6-unicast',
      up: true,
      counters: { received: { value: 10, definition: 'gobgp.received' } },
      importLimit: {
        limit: 12,
        used: 10,
        counts: 'before-filters',
        action: 'teardown',
      },
      addPath: { receive: true, send: false },
      gracefulRestart: undefined,
    });
    expect(second).toMatchObject({ family: 'ipv4-unicast', up: false });
    expect(second.counters.received?.value).toBeUndefined();
    expect(third.family).toBe('l2vpn-evpn');
  });

  it.each<[string, GobgpPeer]>([
    [
      'a route server’s client',
      { route_server: { route_server_client: true } },
    ],
    ['a neighbor of a VRF', { conf: { vrf: 'blue', peer_asn: 6939 } }],
  ])('does not say what became of the routes of %s', (_, extra) => {
    const afiSafi = {
      config: { family: { afi: 1, safi: 1 } },
      state: { received: 7, accepted: 7 },
    };
    const { families } = toSession(
      v4,
      peer({ ...extra, afi_safis: [afiSafi] }),
      1,
    );
    expect(families[0].counters).toEqual({
      received: { value: 7, definition: 'gobgp.received' },
      filtered: { definition: 'index' },
      accepted: { definition: 'index' },
      best: { definition: 'index' },
    });
    // Nor does the index, which has the same routes.
    const session = {
      ...{ name: '192.0.2.1', state: 'established' as const, families },
      driver: 'gobgp-v4' as const,
    };
    expect(leftToIndex(session, families[0])).toEqual(['exported']);
  });

  it('exchanges IPv4 with a neighbor without capabilities', () => {
    const reading = toSession(
      v3,
      peer({ afi_safis: [{ config: { family: { afi: 1, safi: 1 } } }] }),
      1,
    );
    expect(reading.families[0]).toMatchObject({
      up: true,
      counters: { received: { value: 0 } },
    });
  });
});

describe('capabilities', () => {
  const packed = (type: string, hex = '') => ({
    type_url: `type.googleapis.com/apipb.${type}`,
    value: Buffer.from(hex, 'hex'),
  });

  it('have the same names in both generations', () => {
    const old = toSession(
      v3,
      peer({
        state: {
          remote_cap: [
            packed('MultiProtocolCapability', '0a0408021001'),
            packed('FourOctetASNCapability', '089b36'),
            packed('RouteRefreshCapability'),
            packed('GracefulRestartCapability', '10141a060a0408011001'),
            packed('ExtendedNexthopCapability', '0a0c0a0408011001120408021001'),
            packed('FqdnCapability', '0a02766d'),
            packed('UnknownCapability', '0809120101'),
            packed('NoSuchCapability', 'ff'),
            packed('FqdnCapability', 'ffff'),
          ],
        },
      }),
      1,
    );
    const latest = toSession(
      v4,
      peer({
        state: {
          remote_cap: [
            { four_octet_asn: { asn: 6939 } },
            { unknown: { code: 9, value: Buffer.from([1]) } },
            { multi_protocol: { family: { afi: 2, safi: 1 } } },
            { fqdn: { host_name: 'vm' } },
            { route_refresh: {} },
            {
              graceful_restart: {
                time: 20,
                tuples: [{ family: { afi: 1, safi: 1 } }],
              },
            },
            {
              extended_nexthop: {
                tuples: [
                  {
                    nlri_family: { afi: 1, safi: 1 },
                    nexthop_family: { afi: 2, safi: 1 },
                  },
                ],
              },
            },
            {},
          ],
        },
      }),
      1,
    );
    expect(latest.remoteCapabilities).toEqual([
      { name: '4-octet-as', detail: '6939' },
      { name: 'extended-next-hop', detail: 'ipv4-unicast over ipv6-unicast' },
      { name: 'graceful-restart', detail: '20 s: ipv4-unicast' },
      { name: 'hostname', detail: 'vm' },
      { name: 'multiprotocol', detail: 'ipv6-unicast' },
      { name: 'role' },
      { name: 'route-refresh' },
    ]);
    expect(old.remoteCapabilities).toEqual(latest.remoteCapabilities);
  });
});

describe('absent addresses', () => {
  it.each(['', '<nil>', 'invalid IP', undefined])('%p is none', text => {
    expect(isAddressText(text)).toBe(false);
  });

  it('leave a peer of an event without a name', () => {
    const nobody = { neighbor_address: '<nil>' };
    expect(sessionName({ conf: nobody, state: nobody })).toBeUndefined();
    expect(sessionName({ conf: { neighbor_interface: 'eth1' } })).toBe('eth1');
  });
});
