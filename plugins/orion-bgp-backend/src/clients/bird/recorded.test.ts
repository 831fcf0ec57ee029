import { decodeAttributes } from '../../attributes/decodeAttributes';
import { formatAttributes } from '../../attributes/formatAttributes';
import { BirdRouteSource } from './BirdRouteSource';
import { connectUnix } from './connectUnix';
import { TestDaemon } from './testDaemon';
import { fixture, prefixOf } from './testing';

const { signal } = new AbortController();

/**
 * What four BIRDs said of one and the same scenario: a customer of AS6939 with
 * roles, a refused route, limits, communities of three kinds. Their words differ;
 * what ORION reads from them must not.
 */
describe('what real BIRDs said', () => {
  const read = async (version: string) => {
    const recorded = (name: string) => fixture(`recorded/${version}-${name}`);
    const daemon = new TestDaemon();
    Object.assign(daemon.answers, {
      'timeformat "%s"': version === '2.0.12' ? '9001 no\n' : '0000 \n',
      'show status': recorded('status'),
      'show protocols': recorded('protocols-all'),
      'show protocols all': recorded('protocols-all'),
      'show route all': recorded('routes-all'),
      'show route filtered all': recorded('routes-filtered'),
      "show route export 'he'": recorded('exports'),
    });
    await daemon.start();
    const source = new BirdRouteSource({
      router: 'gw1',
      open: () => connectUnix(daemon.path),
    });
    const { identity, sessions } = await source.readRouter({ signal });
    const paths: object[] = [];
    await source.dumpPaths({
      signal,
      sink: path => {
        paths.push({
          prefix: prefixOf(path),
          session: path.session,
          flags: path.flags,
          ...formatAttributes(decodeAttributes(path.attributes)),
        });
      },
    });
    const exported: string[] = [];
    await source.dumpExports({
      signal,
      session: 'he',
      sink: ({ address, length }) => {
        exported.push(`${Buffer.from(address).toString('hex')}/${length}`);
      },
    });
    await source.close();
    await daemon.stop();
    return {
      identity,
      changes: sessions[0].families[0].changes,
      exportChanges: sessions[0].families[0].exportChanges,
      sessions: sessions.map(
        ({
          since,
          families,
          localCapabilities,
          remoteCapabilities,
          ...rest
        }) => ({
          ...rest,
          timers: { hold: rest.timers.hold },
          families: families.map(
            ({ changes, exportChanges, ...family }) => family,
          ),
        }),
      ),
      paths: paths.sort((a, b) =>
        JSON.stringify(a) < JSON.stringify(b) ? -1 : 1,
      ),
      exported,
    };
  };

  it.each(['2.17.6', '3.1.8', '3.4.0'])(
    '%s means the same as 2.0.12',
    async version => {
      const [old, other] = [await read('2.0.12'), await read(version)];
      expect(other.identity.version).toBe(version);
      expect(old.paths).toHaveLength(8);
      expect(old.exported).toHaveLength(1);
      expect(old.sessions).toMatchObject([
        { name: 'he', role: { local: 'customer', remote: 'provider' } },
      ]);
      expect(other.sessions).toEqual(old.sessions);
      expect(other.paths).toEqual(old.paths);
      expect(other.exported).toEqual(old.exported);
    },
  );

  it.each(['2.0.12', '2.17.6', '3.1.8', '3.4.0'])(
    '%s counts, also what changes',
    async version => {
      const { changes, exportChanges, sessions } = await read(version);
      expect([changes! > 0, exportChanges]).toEqual([true, 1]);
      expect(sessions[0].families[0].counters).toMatchObject({
        received: { value: 4 },
        filtered: { value: 1 },
        accepted: { value: 3 },
        exported: { value: 1 },
      });
    },
  );
});
