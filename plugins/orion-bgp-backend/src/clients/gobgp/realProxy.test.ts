import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { AddressInfo, connect, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import {
  attributesOf,
  describeWithDaemons,
  findDaemon,
  findFreePort,
  RealDaemon,
  RealGobgp,
  startRealGobgp,
} from '@orion/lab';
import { GobgpPrefixHand } from '../../changes/actor/GobgpPrefixHand';
import { formatPrefix } from '../../routes/addresses';
import { gobgpTls } from '../createRouteSource';
import { GobgpConnection } from './GobgpConnection';
import { GobgpRouteSource } from './GobgpRouteSource';
import { loadGobgpActionsApi } from './loadGobgpApi';

// eslint-disable-next-line no-restricted-syntax -- the roles lie in the repository
const root = resolve(__dirname, '../../../../..');
const role = join(root, 'infra/ansible/roles/gobgp');
const tools = resolve(process.env.ORION_HOME ?? `${root}/.orion`, 'tools');
const PREFIX = '192.0.2.0/24';
/** nginx's `keepalive_requests`: after so many it ends a connection. */
const REQUESTS = 1_000;
const { signal } = new AbortController();

const config = `
[global.config]
  as = 394955
  router-id = "10.255.0.2"
  port = -1
`;

/** The role's template as Ansible renders it: defaults, and what a host says. */
const RENDER = `
import json, sys, jinja2, yaml
role = sys.argv[1]
with open(f"{role}/defaults/main.yml") as file:
    values = {**yaml.safe_load(file), **json.load(sys.stdin)}
with open(f"{role}/templates/nginx-gobgp.conf.j2") as file:
    print(jinja2.Environment(trim_blocks=True).from_string(file.read()).render(**values))
`;

describeWithDaemons(
  ['gobgpd4', 'nginx'],
  'a GoBGP behind the proxy that the roles put before it',
  () => {
    let gobgp: RealGobgp;
    let proxy: RealDaemon;
    let target: string;

    const openssl = (...args: string[]) =>
      execFileSync('openssl', args, { cwd: proxy.folder, stdio: 'pipe' });
    const key = (name: string) => [
      ...['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      ...['-keyout', `${name}.key`],
    ];
    const authority = (name: string) =>
      openssl(
        ...['req', '-x509', ...key(name), '-days', '1', '-subj', `/CN=${name}`],
        ...['-out', `${name}.pem`],
      );
    const issue = (name: string, subject: string, ca = 'clients-ca') => {
      const names = 'subjectAltName=DNS:localhost';
      openssl(
        ...['req', '-new', ...key(name), '-subj', subject],
        ...['-out', `${name}.csr`],
      );
      openssl(
        ...['x509', '-req', '-in', `${name}.csr`, '-days', '1'],
        ...['-CA', `${ca}.pem`, '-CAkey', `${ca}.key`, '-CAcreateserial'],
        ...['-extfile', proxy.write('names', names), '-out', `${name}.pem`],
      );
    };
    /** As the configuration of a router names them. */
    const files = (name: string) => ({
      caFile: join(proxy.folder, 'clients-ca.pem'),
      certFile: join(proxy.folder, `${name}.pem`),
      keyFile: join(proxy.folder, `${name}.key`),
    });
    const sourceOf = (name: string) =>
      GobgpRouteSource.create({
        router: 'gw1',
        address: target,
        tls: gobgpTls(files(name)),
      });
    const act = async (name: string, verb: 'announce' | 'withdraw') => {
      const attributes = attributesOf(PREFIX, { nextHop: '0.0.0.0' }).map(
        bytes => Buffer.from(bytes).toString('hex'),
      );
      const hand = new GobgpPrefixHand(
        { router: 'gw1', prefix: PREFIX, prefixAction: { verb }, attributes },
        { driver: 'gobgp', target, tls: files(name) },
      );
      try {
        return await hand.act(signal);
      } finally {
        hand.close();
      }
    };
    const dump = async (source: GobgpRouteSource) => {
      const found: string[] = [];
      await source.dumpPaths({
        signal,
        sink: ({ address, length }) =>
          void found.push(formatPrefix(address, length)),
      });
      return found;
    };

    /** Resolves once changes are told; `watching` has the error that ended it. */
    const watch = async (source: GobgpRouteSource) => {
      const end = new AbortController();
      const told: string[] = [];
      let watching: Promise<unknown>;
      await new Promise<void>(onReady => {
        watching = source.watchPaths!({
          signal: end.signal,
          onReady,
          sink: ({ path: { address, length } }) =>
            void told.push(formatPrefix(address, length)),
        }).catch(error => error);
      });
      const heard = async (prefix: string) => {
        while (!told.includes(prefix)) {
          await new Promise(resolved => setTimeout(resolved, 50));
        }
      };
      return { end, heard, watching: watching! };
    };

    beforeAll(async () => {
      gobgp = await startRealGobgp({ api: 4, config, listen: 'unix' });
      proxy = new RealDaemon('orion-nginx');
      authority('clients-ca');
      issue('server', '/CN=gw1');
      issue('reader', '/CN=orion-bgp-read');
      issue('actor', '/CN=orion-bgp-action');
      issue('nobody', '/CN=somebody');
      authority('other-ca');
      issue('stranger', '/CN=orion-bgp-read', 'other-ca');
      const port = await findFreePort();
      target = `localhost:${port}`;
      const rendered = execFileSync(
        join(tools, 'ansible/bin/python3'),
        ['-c', RENDER, role],
        {
          input: JSON.stringify({
            gobgp_proxy_run: proxy.folder,
            gobgp_proxy_files: proxy.folder,
            gobgp_proxy_listen: [`127.0.0.1:${port}`],
            gobgp_proxy_log: `${proxy.folder}/access.log`,
            gobgp_socket: gobgp.target.replace('unix://', ''),
          }),
        },
      );
      const path = proxy.write('nginx.conf', rendered.toString());
      proxy.start(findDaemon('nginx')!, [
        ...['-c', path],
        // On a router it is started as gobgp; root would let go of its rights.
        ...(process.getuid?.() === 0 ? ['-g', 'user root;'] : []),
      ]);
      await proxy.waitFor('the certificate of the proxy', () =>
        sourceOf('reader')
          .readRouter({ signal })
          .then(
            () => true,
            () => false,
          ),
      );
    });

    afterAll(async () => {
      await proxy?.stop();
      await gobgp?.stop();
    });

    it('is read, and watched, with the certificate that reads', async () => {
      const source = sourceOf('reader');
      const reading = await source.readRouter({ signal });
      expect(reading).toMatchObject({ sessions: [], problems: [] });
      expect(reading.identity).toMatchObject({
        driver: 'gobgp-v4',
        asn: 394955,
      });
      const { end, heard, watching } = await watch(source);
      await act('actor', 'announce');
      await heard(PREFIX);
      expect(await dump(source)).toEqual([PREFIX]);
      end.abort();
      await watching;
      await source.close();
      await act('actor', 'withdraw');
    });

    it('lets nobody act who reads, and nobody in without a name it knows', async () => {
      await expect(act('reader', 'announce')).rejects.toMatchObject({
        problem: 'refused',
      });
      for (const [name, said] of [
        ['nobody', '403'],
        ['stranger', '401'],
      ]) {
        const source = sourceOf(name);
        await expect(source.readRouter({ signal })).rejects.toMatchObject({
          problem: 'refused',
          message: expect.stringContaining(said),
        });
        await source.close();
      }
      const source = sourceOf('reader');
      expect(await dump(source)).toEqual([]);
      await source.close();
    });

    it.each([
      ['an authority it does not know', 'stranger', '401'],
      ['a name it does not know', 'nobody', '403'],
    ])(
      'is read with a certificate that takes the place of one of %s',
      async (_, first, said) => {
        const copy = (name: string) =>
          ['pem', 'key'].forEach(kind =>
            copyFileSync(
              join(proxy.folder, `${name}.${kind}`),
              join(proxy.folder, `renewed.${kind}`),
            ),
          );
        copy(first);
        const source = sourceOf('renewed');
        const refused = {
          problem: 'refused',
          message: expect.stringContaining(said),
        };
        await expect(source.readRouter({ signal })).rejects.toMatchObject(
          refused,
        );
        await expect(source.readRouter({ signal })).rejects.toMatchObject(
          refused,
        );
        copy('reader');
        // The last call that goes over the connection of before.
        await source.readRouter({ signal }).catch(() => {});
        expect((await source.readRouter({ signal })).problems).toEqual([]);
        await source.close();
      },
    );

    it('is asked on over the same connection where one call is refused', async () => {
      let connections = 0;
      const relay = createServer(near => {
        connections++;
        const far = connect(Number(target.split(':')[1]), '127.0.0.1');
        [near, far].forEach(socket => socket.on('error', () => {}));
        near.pipe(far).pipe(near);
      });
      await once(relay.listen(0, '127.0.0.1'), 'listening');
      const { port } = relay.address() as AddressInfo;
      const connection = new GobgpConnection({
        router: 'gw1',
        address: `localhost:${port}`,
        tls: gobgpTls(files('reader')),
      });
      for (let call = 0; call < 3; call++) {
        await expect(
          connection.unary(
            loadGobgpActionsApi(4),
            'DisablePeer',
            { address: '192.0.2.1' },
            { signal, deadlineMs: 5_000 },
          ),
        ).rejects.toMatchObject({ problem: 'refused' });
      }
      expect(connections).toBe(1);
      connection.close();
      relay.close();
    });

    it('is asked on when the proxy ends a connection for its age, and goes on watching', async () => {
      const source = sourceOf('reader');
      await source.readRouter({ signal });
      const { end, heard, watching } = await watch(source);
      // Four calls each: the connection is another one before the end.
      for (let reading = 0; reading <= REQUESTS / 4; reading++) {
        const { problems } = await source.readRouter({ signal });
        expect(problems).toEqual([]);
      }
      const log = readFileSync(join(proxy.folder, 'access.log'), 'utf8');
      expect(log.split('\n').length).toBeGreaterThan(REQUESTS);
      await act('actor', 'announce');
      await heard(PREFIX);
      await act('actor', 'withdraw');
      end.abort();
      expect(await watching).not.toMatchObject({ problem: 'connect' });
      await source.close();
    });

    it('says that a watch ended when GoBGP goes away behind the proxy', async () => {
      const source = sourceOf('reader');
      await source.readRouter({ signal });
      const { watching } = await watch(source);
      await gobgp.restart();
      expect(await watching).toMatchObject({
        problem: 'closed',
        message: expect.stringMatching(
          /^GoBGP of router gw1 ended WatchEvent: /,
        ),
      });
      await source.close();
    });

    it('names the certificate that cannot be read', async () => {
      writeFileSync(join(proxy.folder, 'broken.pem'), 'no certificate');
      writeFileSync(join(proxy.folder, 'broken.key'), 'no key');
      const source = sourceOf('broken');
      await expect(source.readRouter({ signal })).rejects.toMatchObject({
        problem: 'connect',
        message: expect.stringContaining('gw1'),
      });
      await source.close();
    });
  },
);
