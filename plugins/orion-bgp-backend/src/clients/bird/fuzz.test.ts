import { decodeAttributes } from '../../attributes/decodeAttributes';
import { encodeAttributes } from '../../attributes/encodeAttributes';
import { PathRecord } from '../../routes/RouteSource';
import { RouteSourceError } from '../../routes/RouteSourceError';
import { LineReader } from './LineReader';
import { parseBfd } from './parseBfd';
import { parseProtocols, parseSession } from './parseProtocols';
import { parseStatus } from './parseStatus';
import { copyPath, fixture, readDump, seededRandom } from './testing';
import { RouteDumpParser } from './RouteDumpParser';

const dumps = [
  'bird2-routes-all',
  'bird2-routes-filtered',
  'bird3-routes-all',
].map(fixture);
const lists = [
  'bird2-protocols-all',
  'bird2-protocols',
  'bird2-status',
  'bird3-protocols-all',
].map(fixture);

type Random = () => number;

/** A piece of a reply with up to eight wounds. */
function wound(random: Random, replies: Buffer[], most: number): Buffer {
  const whole = replies[random() % replies.length];
  const from = random() % 4 ? 0 : random() % whole.length;
  // Line starts, so that most of it still is a reply.
  const start = from && whole.indexOf(10, from) + 1;
  const bytes = Buffer.from(
    whole.subarray(start, start + (random() % Math.min(most, whole.length))),
  );
  for (let count = random() % 8; count > 0 && bytes.length; count--) {
    const at = random() % bytes.length;
    switch (random() % 5) {
      case 0:
        bytes[at] = random();
        break;
      case 1:
        // eslint-disable-next-line no-bitwise
        bytes[at] ^= 1 << random() % 8;
        break;
      case 2:
        bytes[at] = 10;
        break;
      case 3:
        bytes.copyWithin(at, random() % bytes.length);
        break;
      default:
        bytes.write('0123456789:.,(){} -+\n'[random() % 21], at);
    }
  }
  return bytes;
}

/** Anything but a `RouteSourceError` goes on. */
function survive<T>(work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    if (error instanceof RouteSourceError && error.problem === 'protocol') {
      return error.message;
    }
    throw error;
  }
}

/** All that a parser makes of a reply, however it ends. */
function outcome(bytes: Buffer, cuts?: number[]) {
  const paths: PathRecord[] = [];
  const failure = survive(() => {
    readDump(bytes, { sink: path => void paths.push(copyPath(path)) }, cuts);
    return '';
  });
  return { paths, failure };
}

it('survives 100,000 wounded route lists, and its bytes stay canonical', () => {
  const random = seededRandom(1);
  const seen = { canonical: 0 };
  for (let round = 0; round < 100_000; round++) {
    const bytes = wound(random, dumps, 700);
    survive(() => {
      readDump(bytes, {
        sink: ({ attributes, address, length, family }) => {
          const again = encodeAttributes(decodeAttributes(attributes));
          if (!Buffer.from(attributes).equals(Buffer.from(again))) {
            throw new Error(
              `not canonical after ${JSON.stringify(`${bytes}`)}`,
            );
          }
          if (address.length !== (family === 4 ? 4 : 16) || length > 128) {
            throw new Error(`no network after ${JSON.stringify(`${bytes}`)}`);
          }
          seen.canonical++;
        },
      });
    });
  }
  expect(seen.canonical).toBeGreaterThan(25_000);
});

it('reads the same however the bytes are cut', () => {
  const random = seededRandom(2);
  for (const dump of dumps) {
    const whole = outcome(dump);
    for (const cuts of [[1], [2, 3], [7], [64, 1]]) {
      expect(outcome(dump, cuts)).toEqual(whole);
    }
  }
  for (let round = 0; round < 2_000; round++) {
    const bytes = wound(random, dumps, 2_000);
    const cuts = Array.from({ length: 3 }, () => 1 + (random() % 40));
    expect(outcome(bytes, cuts)).toEqual(outcome(bytes));
  }
});

it('survives 100,000 wounded lists of protocols, however they are cut', () => {
  const random = seededRandom(3);
  const read = (bytes: Buffer, size: number) =>
    survive(() => {
      const reader = new LineReader();
      for (let at = 0; at < bytes.length && !reader.end; at += size) {
        reader.push(bytes.subarray(at, at + size));
      }
      return {
        sessions: parseProtocols(reader.lines).map(parseSession),
        status: parseStatus(reader.lines, 1_795_672_900),
        bfd: parseBfd(reader.lines),
      };
    });
  for (let round = 0; round < 100_000; round++) {
    const bytes = wound(random, lists, 1_200);
    read(bytes, bytes.length || 1);
  }
  for (let round = 0; round < 200; round++) {
    const bytes = wound(random, lists, 3_000);
    const whole = read(bytes, bytes.length || 1);
    expect(read(bytes, 1 + (random() % 30))).toEqual(whole);
  }
});

it('survives 100,000 replies that mean nothing', () => {
  const random = seededRandom(4);
  // What can be printed twice as often as what has a meaning in a reply.
  const printable = Array.from({ length: 95 }, (_, index) => 32 + index);
  const meant = [9, 10, 32, 45, 255];
  const alphabet = [
    ...printable,
    ...printable.map((_, index) => meant[index % (2 * meant.length)] ?? 48),
  ];
  for (let round = 0; round < 100_000; round++) {
    const bytes = Buffer.allocUnsafe(random() % 200);
    for (let at = 0; at < bytes.length; at++) {
      bytes[at] = alphabet[random() % alphabet.length];
    }
    const framed = Buffer.concat([Buffer.from('1007-'), bytes]);
    const read = [
      () => readDump(bytes),
      () => readDump(framed),
      () => new LineReader().push(framed),
    ];
    survive<unknown>(read[round % read.length]);
  }
  const parser = new RouteDumpParser({ clock: { now: 0 }, sink: () => {} });
  expect(() => parser.push(Buffer.alloc(100_000))).toThrow(RouteSourceError);
});
