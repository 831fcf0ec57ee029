import { encodeAttributes } from '../attributes/encodeAttributes';
import { ExportRecord } from '../routes/RouteSource';
import { ownExportTest } from './ownExportTest';

const reading = {
  identity: { asn: 394955 },
  sessions: [
    { name: 'he', type: 'external', localAs: 394955 },
    { name: 'old', type: 'external', localAs: 64999 },
    { name: 'customer', type: 'external' },
    { name: 'inside', type: 'internal', localAs: 394955 },
  ],
} as never;
const of = (route: Partial<ExportRecord>, session = 'he') =>
  ownExportTest(reading, session)(route as ExportRecord);
/** As GoBGP lists it. */
const sent = (asns: number[], from: string, session?: string) =>
  of(
    {
      from,
      attributes: encodeAttributes({
        asPath: asns.length > 0 ? [{ type: 'sequence', asns }] : [],
      }),
    },
    session,
  );

describe('what is the network’s own', () => {
  it('is what begins inside it, with whichever session it was heard on', () => {
    for (const from of ['', 'inside', 'customer']) {
      expect(sent([394955], from)).toBe(true);
      expect(sent([394955, 394955, 394955], from)).toBe(true);
      expect(sent([], from)).toBe(true);
      expect(sent([394955, 6939], from)).toBe(false);
      expect(sent([394955, 64500, 394955], from)).toBe(false);
    }
  });

  it('is told by the last AS where the daemon lists no more', () => {
    for (const from of ['inside', 'customer']) {
      expect(of({ from, originAs: null })).toBe(true);
      expect(of({ from, originAs: 394955 })).toBe(true);
      expect(of({ from, originAs: 6939 })).toBe(false);
    }
  });

  it('has the AS that the neighbor is told, where that is another one', () => {
    expect(sent([64999], '', 'old')).toBe(true);
    expect(sent([64999, 394955], 'inside', 'old')).toBe(true);
    expect(sent([64999], 'customer')).toBe(false);
    expect(sent([394955], '', 'customer')).toBe(true);
  });

  it('is what the router has by itself, where nobody says more', () => {
    expect(of({ from: '' })).toBe(true);
    expect(of({})).toBe(true);
    expect(of({ from: 'inside' })).toBe(false);
  });
});
