import {
  findProcessIdentity,
  isProcessAlive,
  parseProcStat,
} from './processIdentity';

describe('processIdentity', () => {
  it('reads the fields after a command name with spaces and parentheses', () => {
    const fields = Array.from({ length: 30 }, (_, index) => String(index + 4));
    const stat = `12 (a ) (b) S ${fields.join(' ')}`;
    expect(parseProcStat(stat)).toEqual({ state: 'S', startTime: '22' });
  });

  it('knows this process and not one that never was', async () => {
    const identity = await findProcessIdentity(process.pid);
    expect(identity?.startTime).toMatch(/^\d+$/);
    expect(await isProcessAlive(identity!)).toBe(true);
    expect(await findProcessIdentity(2 ** 22 + 1)).toBeUndefined();
  });
});
