import { isDeepStrictEqual } from 'node:util';
import { VrpTable } from '../VrpTable';
import { VrpTableBuilder } from '../VrpTableBuilder';
import { readRoa } from './readRoa';
import { readVrpJson } from './readVrpJson';
import { VrpJsonError } from './VrpJsonError';

const ROUNDS = 20_000;
/** Every so many rounds a document in which a hundred entries may hide a bad one. */
const LARGE_EVERY = 100;
const STRUCTURE = Buffer.from('{}[]",:\\ 0a');

type Draw = (limit: number) => number;

/** Whole numbers below a limit, the same in each run. */
function seeded(seed: number): Draw {
  let state = seed;
  return limit => {
    state = (state * 48271) % 0x7fffffff;
    return state % limit;
  };
}

/** What validators write, with characters of several bytes for a border to cut. */
function documents(roas: number): Buffer[] {
  const each = <T>(make: (at: number) => T) =>
    Array.from({ length: roas }, (_, at) => make(at));
  const prefixOf = (at: number) =>
    at % 2 ? `2001:db8:${at.toString(16)}::/48` : `10.${at % 256}.0.0/16`;
  const longest = (at: number) => (at % 2 ? 48 + (at % 16) : 16 + (at % 8));
  const routinator = {
    metadata: { generated: 1_760_000_000, by: 'Zürich – é\u2028 "}]\\' },
    roas: each(at => ({
      ...{ asn: `AS${64500 + at}`, prefix: prefixOf(at) },
      ...{ maxLength: longest(at), ta: ['ripe', 'ärin'][at % 2] },
    })),
    routerKeys: [],
    aspas: [{ customer: 'AS64500', providers: ['AS64496'], ta: 'ripe' }],
  };
  const rpkiClient = {
    metadata: { buildtime: '2025-10-09T08:53:20Z', vrps: roas },
    roas: each(at => ({
      ...{ asn: 64500 + at, prefix: prefixOf(at), maxLength: longest(at) },
      ...{ ta: 'apnic', expires: 1_800_000_000 + at },
    })),
    bgpsec_keys: [{ asn: 64500, ski: 'A0', pubkey: 'MFk=' }],
    aspas: [{ customer_asid: 64500, expires: 1, providers: [64496, 64497] }],
  };
  return [
    Buffer.from(JSON.stringify(routinator)),
    Buffer.from(JSON.stringify(rpkiClient, undefined, roas > 100 ? 1 : 0)),
  ];
}

/** One wound: several of them may heal each other. */
function wound(bytes: Buffer, draw: Draw): Buffer {
  const at = draw(bytes.length);
  const until = Math.min(bytes.length, at + 1 + draw(60));
  switch (draw(5)) {
    case 0: {
      const flipped = Buffer.from(bytes);
      flipped[at] ^= 1 << draw(8);
      return flipped;
    }
    case 1: {
      const replaced = Buffer.from(bytes);
      replaced[at] = STRUCTURE[draw(STRUCTURE.length)];
      return replaced;
    }
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(until)]);
    case 3: {
      const into = draw(bytes.length);
      return Buffer.concat([
        bytes.subarray(0, into),
        bytes.subarray(at, until),
        bytes.subarray(into),
      ]);
    }
    default:
      return bytes.subarray(0, at);
  }
}

function splitAtRandom(bytes: Buffer, draw: Draw): Buffer[] {
  const pieces: Buffer[] = [];
  // Now and then so small that borders are everywhere.
  const most = 1 + draw(draw(16) === 0 ? 3 : bytes.length + 1);
  for (let from = 0; from < bytes.length; ) {
    const until = from + 1 + draw(most);
    pieces.push(bytes.subarray(from, until));
    from = until;
  }
  return pieces;
}

function entriesOf(vrps: VrpTable): unknown[] {
  const found: unknown[] = [];
  vrps.forEach(vrp => found.push(vrp));
  return found;
}

/** What it says, or why it is refused; throws what the reader must not throw. */
async function outcome(pieces: Buffer[]) {
  try {
    const { vrps, aspas, generatedAt } = await readVrpJson(pieces, {
      maxBytes: 1 << 20,
    });
    return { entries: entriesOf(vrps), aspas, generatedAt };
  } catch (error) {
    if (error instanceof VrpJsonError) {
      return error.message;
    }
    throw error;
  }
}

/** The same by a parser that has all of it; undefined where that refuses it or takes one list of two. */
function parsedWhole(bytes: Buffer): unknown[] | undefined {
  const text = new TextDecoder().decode(bytes);
  if (text.split('"roas"').length !== 2) {
    return undefined;
  }
  try {
    const { roas } = JSON.parse(text);
    const builder = new VrpTableBuilder();
    for (const entry of roas) {
      const isObject = entry instanceof Object && !Array.isArray(entry);
      const roa = isObject ? readRoa(entry) : undefined;
      if (roa) {
        builder.add(roa);
      }
    }
    return entriesOf(builder.build());
  } catch {
    return undefined;
  }
}

/** A matcher for each of many thousands would take the longest of all. */
function expectSame(found: unknown, wanted: unknown): void {
  if (!isDeepStrictEqual(found, wanted)) {
    expect(found).toEqual(wanted);
  }
}

describe('readVrpJson, of wounded documents', () => {
  const small = documents(3);
  const large = documents(150);
  const pick = (round: number) =>
    (round % LARGE_EVERY === 0 ? large : small)[round % 2];

  it('never fails in another way, nor by where it is cut into pieces', async () => {
    const draw = seeded(7);
    const seen = { refused: 0, judged: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      let bytes = pick(round);
      for (let wounds = draw(3); wounds >= 0 && bytes.length > 0; wounds--) {
        bytes = wound(bytes, draw);
      }
      const whole = await outcome([bytes]);
      expectSame(await outcome(splitAtRandom(bytes, draw)), whole);
      if (typeof whole === 'string') {
        seen.refused++;
        continue;
      }
      const parsed = parsedWhole(bytes);
      if (parsed) {
        seen.judged++;
        expectSame(whole.entries, parsed);
      }
    }
    expect(seen.refused).toBeGreaterThan(ROUNDS / 10);
    expect(seen.judged).toBeGreaterThan(ROUNDS / 40);
  }, 60_000);

  it('takes none for whole that is cut short', async () => {
    const taken: string[] = [];
    for (const bytes of small) {
      for (let end = 0; end < bytes.length; end++) {
        const cut = bytes.subarray(0, end);
        if (typeof (await outcome([cut])) !== 'string') {
          taken.push(cut.toString());
        }
      }
    }
    expect(taken).toEqual([]);
  });

  it('reads a sound one the same in any pieces', async () => {
    const draw = seeded(11);
    for (const bytes of [...small, ...large]) {
      const whole = await outcome([bytes]);
      expect(whole).toMatchObject({ entries: parsedWhole(bytes) });
      for (let round = 0; round < 50; round++) {
        expectSame(await outcome(splitAtRandom(bytes, draw)), whole);
      }
    }
  });
});
