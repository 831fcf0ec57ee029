import { setTimeout as sleep } from 'node:timers/promises';
import { RouteSource } from '../../routes/RouteSource';
import { RibTable } from '../table/RibTable';
import { ExportReader } from './ExportReader';

const SLOW_MS = 200;

describe('ExportReader', () => {
  const read = (reader: ExportReader, fails: boolean) => {
    const source = {
      readRouter: async () => {
        await sleep(SLOW_MS);
        if (fails) {
          throw new Error('gw1 did not answer');
        }
        return { sessions: [] };
      },
    } as unknown as RouteSource;
    const { signal } = new AbortController();
    return reader.read(source, {} as RibTable, signal);
  };

  it('rests long after what a list took, and not after how long nobody answered', async () => {
    const reader = new ExportReader();
    reader.note(['he_v6']);
    await read(reader, false);
    expect(reader.leftMs).toBeUndefined();
    reader.note(['he_v6']);
    expect(reader.leftMs).toBeGreaterThan(40 * SLOW_MS);

    await expect(read(reader, true)).rejects.toThrow('gw1 did not answer');
    // Still due, and soon.
    expect(reader.leftMs).toBeGreaterThan(4_000);
    expect(reader.leftMs).toBeLessThanOrEqual(5_000);
  });
});
