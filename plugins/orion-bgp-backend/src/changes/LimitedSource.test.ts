import { InputError } from '@backstage/errors';
import { TestDaemon } from '../clients/bird/testDaemon';
import { RouteSource } from '../routes/RouteSource';
import { LimitedSource } from './LimitedSource';
import { ActionRouter } from './readActionsConfig';
import { withSource } from './SessionTools';

const limits = { readMs: 100, listMs: 300 };
const protocols =
  '2002-Name\n1002-he      BGP        ---        up     2026-11-20    Established   \n0000 \n';

describe('a router that does not answer', () => {
  const daemon = new TestDaemon();
  const router = () =>
    ({
      id: 'gw1',
      endpoint: { driver: 'bird', socket: daemon.path },
    } as ActionRouter);
  const sink = () => {};

  beforeAll(async () => {
    await daemon.start();
    Object.assign(daemon.answers, {
      'show status': () => {},
      'show protocols': protocols,
      'show protocols all': protocols,
      "show route export 'he'": () => {},
    });
  });
  afterAll(() => daemon.stop());

  it('is told of by its name, what it was asked and the limit', async () => {
    const read = withSource(
      router(),
      AbortSignal.timeout(5_000),
      (source, signal) => source.readRouter({ signal }),
      limits,
    );
    await expect(read).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: 'Router gw1 did not tell its sessions within 0.1 s',
    });
    const list = withSource(
      router(),
      AbortSignal.timeout(5_000),
      (source, _, forList) =>
        source.dumpExports({ session: 'he', signal: forList(), sink }),
      limits,
    );
    await expect(list).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message:
        'Router gw1 did not tell the list of what goes out over session he within 0.3 s',
    });
  });

  it('is given up as the caller says', async () => {
    const given = new AbortController();
    const reason = new InputError('enough');
    setTimeout(() => given.abort(reason), 50);
    await expect(
      withSource(router(), given.signal, (source, signal) =>
        source.readRouter({ signal }),
      ),
    ).rejects.toBe(reason);
  });

  it('keeps what it says itself, also after another limit is over', async () => {
    const refused = new Error('gw1 refused');
    const source = new LimitedSource('gw1', {
      dumpExports: async () => {
        await new Promise(resolve => setTimeout(resolve, 60));
        throw refused;
      },
    } as unknown as RouteSource);
    const { signal } = new AbortController();
    source.within(10, signal);
    const forList = source.within(5_000, signal);
    await expect(
      source.dumpExports({ session: 'he', signal: forList, sink }),
    ).rejects.toBe(refused);
    // What a driver lacks is lacking all the same.
    expect(source.lookupPaths).toBeUndefined();
  });
});
