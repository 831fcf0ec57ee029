import { createRouteSource } from '../../../clients/createRouteSource';
import { EnoughForeign, readExportsApart } from '../../readExportsApart';
import { foreignExports } from '../../testing/foreignExports';
import { proveSent } from './proveSent';
import { StepStopped } from './takeStep';

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

describe('proveSent', () => {
  const close = jest.fn();
  const prove = (patienceMs: number, goOn = true) =>
    proveSent(
      { readers: { gw2: { driver: 'gobgp', target: 'unix:///x' } } },
      {
        ...{ router: 'gw2', session: 'he', verb: 'enable', until: 'carries' },
        sends: { announces: [OURS], foreign: 0 },
      },
      { mayGoOn: async () => goOn },
      patienceMs,
    ).finally(() => expect(close).toHaveBeenCalledTimes(1));

  beforeEach(() => {
    close.mockReset();
    const readRouter = async () => ({ sessions: [] });
    jest
      .mocked(createRouteSource)
      .mockReturnValue({ readRouter, close } as never);
  });

  it('waits until everything goes out, and for a router that is busy', async () => {
    jest
      .mocked(readExportsApart)
      .mockResolvedValueOnce(found([]))
      .mockRejectedValueOnce(new Error('gw2 did not answer'))
      .mockResolvedValueOnce(found([OURS]));
    expect(await prove(60_000)).toBe(1);
    const [session, , isEnough] = jest
      .mocked(readExportsApart)
      .mock.lastCall!.slice(3) as [string, AbortSignal, EnoughForeign];
    expect(session).toBe('he');
    expect([0, 1].map(count => isEnough(foreignExports(count)))).toEqual([
      false,
      true,
    ]);
  });

  it('ends at once with what leaks', async () => {
    jest
      .mocked(readExportsApart)
      .mockResolvedValueOnce(found([OURS], ['192.0.2.0/24']));
    await expect(prove(60_000)).rejects.toThrow(
      'Session he on gw2 sends 1 route of other networks, and 0 went out before: 192.0.2.0/24.',
    );
  });

  it('ends at once with more of its own than anybody has', async () => {
    jest.mocked(readExportsApart).mockResolvedValueOnce({
      own: [OURS],
      foreign: { ...found([]).foreign, endedBy: 'own' },
    });
    await expect(prove(60_000)).rejects.toThrow(
      'Session he on gw2 sends more than 10000 routes as those of its own network',
    );
  });

  it('ends at once with an own prefix that did not go out before', async () => {
    jest
      .mocked(readExportsApart)
      .mockResolvedValueOnce(found(['2001:db8:394a::/48']));
    await expect(prove(60_000)).rejects.toThrow(
      'Session he on gw2 announces 2001:db8:394a::/48, which the session before did not',
    );
  });

  it('says what does not go out in time', async () => {
    jest.mocked(readExportsApart).mockResolvedValue(found([]));
    await expect(prove(0)).rejects.toThrow(
      `Session he on gw2 does not announce ${OURS} after 0 s`,
    );
  });

  it('stops when the crossing is being undone', async () => {
    jest.mocked(readExportsApart).mockResolvedValue(found([]));
    await expect(prove(60_000, false)).rejects.toThrow(StepStopped);
  });
});
