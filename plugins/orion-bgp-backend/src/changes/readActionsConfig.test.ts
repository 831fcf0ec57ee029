import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { readActionsConfig } from './readActionsConfig';

const bird = { socket: '/run/bird/orion.ctl' };
const read = (router: object, more: object = {}) =>
  readActionsConfig(
    new ConfigReader({
      orion: { bgp: { routers: { gw1: { asn: 394955, ...router } }, ...more } },
    } as never),
  );

describe('readActionsConfig', () => {
  it('leaves a router read only that has no actions', () => {
    const { routers, owner, ...config } = read({ bird });
    expect(routers[0].actions).toBeUndefined();
    expect(owner).toBe('group:default/admins');
    expect(config).toMatchObject({ protectedPlaces: [], maxLostShare: 0.05 });
  });

  it('reads how each daemon is acted on', () => {
    const actions = { bird: { socket: '/run/bird/bird.ctl' } };
    expect(read({ bird, actions }).routers[0].actions).toEqual({
      endpoint: { driver: 'bird', socket: '/run/bird/bird.ctl' },
      revertAfterSeconds: 120,
      localUndo: false,
      managementAddresses: [],
      outOfBand: undefined,
    });
    const managed = (managementAddresses: string[]) =>
      read({ bird, actions: { ...actions, managementAddresses } });
    expect(managed(['2001:db8::7']).routers[0].actions).toMatchObject({
      managementAddresses: ['2001:db8::7'],
    });
    expect(() => managed(['gw1.example'])).toThrow(
      /routers\.gw1\.actions\.managementAddresses: "gw1\.example" is no address/,
    );
    expect(
      read({ bird, actions: { ...actions, localUndo: true } }).routers[0]
        .actions?.localUndo,
    ).toBe(true);
    const tls = { caFile: 'ca.pem', certFile: 'c.pem', keyFile: 'k.pem' };
    const gobgp = { target: 'gw2:50051', tls };
    const reader = { ...gobgp, tls: { ...tls, certFile: 'r.pem' } };
    const [router] = read({ gobgp: reader, actions: { gobgp } }).routers;
    expect(router.actions?.endpoint).toEqual({ driver: 'gobgp', ...gobgp });
  });

  it('wants another SSH key to act with than to read with', () => {
    const ssh = {
      host: 'gw1',
      user: 'orion-bird',
      identityFile: '/etc/orion/read',
      knownHostsFile: '/etc/orion/known_hosts',
    };
    const act = {
      ...ssh,
      user: 'orion-bird-act',
      identityFile: '/etc/orion/a',
    };
    const [router] = read({
      bird: { ssh },
      actions: { bird: { ssh: act } },
    }).routers;
    expect(router.endpoint).toMatchObject({ driver: 'bird', ssh });
    expect(router.actions?.endpoint).toMatchObject({
      ssh: { ...act, key: 'orion.bgp.routers.gw1.actions.bird.ssh' },
    });
    const same = { ...act, identityFile: ssh.identityFile };
    expect(() =>
      read({ bird: { ssh }, actions: { bird: { ssh: same } } }),
    ).toThrow(/actions\.bird\.ssh\.identityFile: the key that reads gw1/);
    expect(() => read({ bird: { ssh, ...bird } })).toThrow(
      /gw1\.bird: give either socket or ssh/,
    );
    const unpinned = { ...ssh, knownHostsFile: undefined };
    expect(() => read({ bird: { ssh: unpinned } })).toThrow(
      /gw1\.bird\.ssh: give either hostKeys or knownHostsFile/,
    );
  });

  it('reads what tells a router with GoBGP what to take back by itself', () => {
    const ssh = {
      host: 'gw1',
      user: 'orion-gobgp-guard',
      identityFile: '/etc/orion/guard',
      knownHostsFile: '/etc/orion/known_hosts',
    };
    const tls = { caFile: '/etc/orion/ca.pem' };
    const gobgp = { target: 'gw1:50052', tls };
    const reader = { gobgp: { target: 'gw1:50051', tls } };
    const withGuard = (guard: object, more: object = {}) =>
      read({ ...reader, actions: { gobgp: { ...gobgp, guard } }, ...more });
    expect(withGuard({ ssh }).routers[0].actions?.endpoint).toMatchObject({
      ...gobgp,
      guard: { ...ssh, key: 'orion.bgp.routers.gw1.actions.gobgp.guard.ssh' },
    });
    expect(() => withGuard({})).toThrow(
      /gw1\.actions\.gobgp\.guard\.ssh: give the key whose command is gobgp-guards/,
    );
    expect(() =>
      withGuard({ ssh: { ...ssh, knownHostsFile: undefined } }),
    ).toThrow(/guard\.ssh: give either hostKeys or knownHostsFile/);
    // Whatever other command a key has, on whichever router.
    const other = { ...ssh, identityFile: '/etc/orion/../orion/guard' };
    expect(() => withGuard({ ssh }, { kernel: { ssh: other } })).toThrow(
      /guard\.ssh\.identityFile: a key has one forced command, and this one is that of orion\.bgp\.routers\.gw1\.kernel\.ssh/,
    );
    for (const others of [
      { bird: { ssh: other } },
      { bird: { socket: '/r' }, actions: { bird: { ssh: other } } },
    ]) {
      expect(() =>
        readActionsConfig(
          new ConfigReader({
            orion: {
              bgp: {
                routers: {
                  gw1: {
                    asn: 394955,
                    ...reader,
                    actions: { gobgp: { ...gobgp, guard: { ssh } } },
                  },
                  gw2: { asn: 394955, ...others },
                },
              },
            },
          } as never),
        ),
      ).toThrow(/this one is that of orion\.bgp\.routers\.gw2\./);
    }
  });

  it('lets no key of a router do two things, also through a link', () => {
    const folder = mkdtempSync(join(tmpdir(), 'orion-keys-'));
    try {
      const [file, link] = [join(folder, 'key'), join(folder, 'link')];
      writeFileSync(file, 'key');
      symlinkSync(file, link);
      const ssh = (identityFile: string) => ({
        host: 'gw1',
        user: 'orion',
        identityFile,
        knownHostsFile: '/etc/orion/known_hosts',
      });
      const act = { bird: { ssh: ssh(file) } };
      const kernel = { ssh: ssh(link) };
      expect(() => read({ bird, actions: act, kernel })).toThrow(
        /gw1\.kernel\.ssh\.identityFile: a key has one forced command, and this one is that of orion\.bgp\.routers\.gw1\.actions\.bird\.ssh/,
      );
      expect(() =>
        read({ bird: { ssh: ssh(link) }, kernel: act.bird }),
      ).toThrow(/gw1\.kernel\.ssh\.identityFile: a key has one forced command/);
      expect(() => read({ bird: { ssh: ssh(link) }, actions: act })).toThrow(
        /the key that reads gw1/,
      );
      expect(() =>
        read({ bird: { socket: link }, actions: { bird: { socket: file } } }),
      ).toThrow(/the socket that reads gw1/);
      expect(() =>
        read({
          gobgp: { target: `unix://${link}` },
          actions: { gobgp: { target: `unix://${file}` } },
        }),
      ).toThrow(/the address that reads gw1/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  const tls = { caFile: 'ca.pem', certFile: 'c.pem', keyFile: 'k.pem' };
  const clear = { target: '127.0.0.1:50051' };
  it.each([
    ['bird', bird, bird, /bird\.socket: the socket that reads gw1 must not/],
    [
      'bird',
      bird,
      { socket: '/run/bird/../bird/orion.ctl' },
      /bird\.socket: the socket/,
    ],
    ['gobgp', clear, clear, /gobgp\.target: the address that reads gw1/],
    ['gobgp', clear, { target: 'localhost:50051' }, /target: the address that/],
    ['gobgp', { target: '[::1]:50051' }, clear, /target: the address that/],
    [
      'gobgp',
      { target: 'gw2:50051', tls },
      { target: 'gw2:50051', tls },
      /gobgp\.tls\.certFile: the certificate that reads gw1/,
    ],
    [
      'gobgp',
      { target: 'gw2:50051', tls },
      { target: 'gw2:50052', tls },
      /gobgp\.tls\.certFile: the certificate/,
    ],
    [
      'gobgp',
      { target: 'gw2:50051', tls: { caFile: 'ca.pem' } },
      { target: 'gw2:50051', tls: { caFile: 'ca.pem' } },
      /gobgp\.target: the address/,
    ],
  ])(
    'wants another way to act than to read: %s %j',
    (driver, reader, actor, problem) => {
      expect(() =>
        read({ [driver]: reader, actions: { [driver]: actor } }),
      ).toThrow(problem);
    },
  );

  it('takes two addresses in clear, and one with two certificates', () => {
    const act = { target: '127.0.0.1:50052' };
    expect(
      read({ gobgp: clear, actions: { gobgp: act } }).routers[0].actions,
    ).toMatchObject({ endpoint: act });
    const other = { ...tls, certFile: 'a.pem', keyFile: 'a.key' };
    const gobgp = { target: 'gw2:50051', tls };
    expect(
      read({ gobgp, actions: { gobgp: { ...gobgp, tls: other } } }).routers[0]
        .actions,
    ).toMatchObject({ endpoint: { tls: other } });
  });

  it.each([
    [{ bird, actions: { gobgp: { target: 'x' } } }, /gw1\.actions: give bird/],
    [{ bird, actions: {} }, /gw1\.actions: give bird/],
    [
      { bird, actions: { bird: { socket: '/x' }, revertAfterSeconds: 5 } },
      /revertAfterSeconds: 5 is not between/,
    ],
  ])('refuses what cannot be acted with', (router, problem) => {
    expect(() => read(router)).toThrow(problem);
  });

  it('reads how long a part of an aggregate may be, and refuses nonsense', () => {
    expect(read({ bird }).maxLengths).toEqual({});
    const moreSpecificsUpTo = { ipv4: 24, ipv6: 48 };
    expect(read({ bird }, { moreSpecificsUpTo }).maxLengths).toEqual(
      moreSpecificsUpTo,
    );
    for (const odd of [{ ipv4: 33 }, { ipv6: 0 }, { ipv4: 23.5 }]) {
      expect(() => read({ bird }, { moreSpecificsUpTo: odd })).toThrow(
        /orion\.bgp\.moreSpecificsUpTo\.ipv/,
      );
    }
  });

  it('refuses a protected address that is none', () => {
    const more = { protectedAddresses: ['portal.example'] };
    expect(() => read({ bird }, more)).toThrow(/"portal\.example"/);
  });
});
