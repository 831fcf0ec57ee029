import { createRouteSource } from '../../../clients/createRouteSource';
import { readExportsApart } from '../../readExportsApart';
import { foreignExports } from '../../testing/foreignExports';
import { watchSent } from './watchSent';

jest.mock('../../../clients/createRouteSource', () => ({
  createRouteSource: jest.fn(),
}));
jest.mock('../../readExportsApart', () => ({
  ...jest.requireActual('../../readExportsApart'),
  readExportsApart: jest.fn(),
}));

const OURS = '2001:db8:3949::/48';
const found = (own: string[], foreign: string[] = []) => ({
  own,
  foreign: foreignExports(foreign.length, { examples: foreign }),
});

describe('watchSent', () => {
  const close = jest.fn();
  const read = jest.mocked(readExportsApart);
  const over = () => new AbortController();
  const watch = ({ signal }: AbortController, restMs = 5) =>
    watchSent(
      { readers: { gw2: { driver: 'gobgp', target: 'unix:///x' } } },
      {
        ...{ router: 'gw2', session: 'he', verb: 'enable', until: 'carries' },
        sends: { announces: [OURS], foreign: 0 },
      },
      signal,
      restMs,
    ).finally(() => expect(close).toHaveBeenCalledTimes(1));

  beforeEach(() => {
    jest.resetAllMocks();
    const readRouter = async () => ({ sessions: [] });
    jest
      .mocked(createRouteSource)
      .mockReturnValue({ readRouter, close } as never);
  });

  it.each([
    ['of other networks', found([], ['192.0.2.0/24']), /sends 1 route of/],
    ['of its own', found(['2001:db8:394a::/48']), /announces 2001:db8:394a/],
  ])('ends with one route too many %s', async (_, leak, message) => {
    read
      .mockResolvedValueOnce(found([]))
      .mockRejectedValueOnce(new Error('gw2 did not answer'))
      .mockResolvedValueOnce(found([OURS]))
      .mockResolvedValueOnce(leak);
    await expect(watch(over())).rejects.toThrow(message);
    expect(read).toHaveBeenCalledTimes(4);
  });

  it('ends with the step, also while it rests or reads', async () => {
    const step = over();
    read.mockResolvedValue(found([]));
    const resting = watch(step, 60_000);
    await new Promise(resolve => setTimeout(resolve, 20));
    step.abort();
    await resting;
    close.mockReset();
    const other = over();
    read.mockImplementation(async (...args) => {
      other.abort();
      args[4].throwIfAborted();
      return found([]);
    });
    await watch(other);
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('gives a router that makes a long list twice as long for its work', async () => {
    const step = over();
    read.mockImplementation(async () => {
      await new Promise(resolve => setTimeout(resolve, 100));
      return found([]);
    });
    const watching = watch(step, 1);
    await new Promise(resolve => setTimeout(resolve, 250));
    expect(read).toHaveBeenCalledTimes(1);
    step.abort();
    await watching;
  });
});
