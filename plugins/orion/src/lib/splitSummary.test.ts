import { splitSummary } from './splitSummary';

describe('splitSummary', () => {
  it('keeps short sums whole', () => {
    const text = '7 of 7 guests run. 1 stopped on purpose.';
    expect(splitSummary(text)).toEqual({ first: text, rest: '' });
  });

  it('parts the sentence from the quote, and writes times for people', () => {
    const at = '2026-11-23T09:32:46.844Z';
    const quote = `Proxmox r730 did not answer /api2/json/cluster/resources: connect ECONNREFUSED`;
    const { first, rest } = splitSummary(
      `proxmox:r730 has not answered since ${at}, so nobody knows. ${quote}`,
    );
    expect(first).toMatch(
      /^proxmox:r730 has not answered since 23 Nov.* \d\d:\d\d, so nobody knows\.$/,
    );
    expect(rest).toBe(quote);
  });
});
