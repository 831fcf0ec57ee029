import { readFileSync } from 'node:fs';
import { createServer, Http2Server } from 'node:http2';
import { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createAttributeGenerator } from '../../attributes/randomAttributes';
import { PathRecord } from '../../routes/RouteSource';
import { RouteSourceError } from '../../routes/RouteSourceError';
import { GobgpPeer, ListPathResponse } from './gobgpMessages';
import { GobgpRouteSource } from './GobgpRouteSource';
import { toNeighbors } from './listNeighbors';
import { GobgpApi, loadGobgpApi } from './loadGobgpApi';
import { PathReader } from './PathReader';
import { Pick, woundMessage } from './protobufWounds';
import { readNlri } from './readNlri';
import { toParts } from './toParts';
import { sessionName, toSession } from './toSession';
import { toUpdate } from './watchPaths';

const ROUNDS = 100_000;

/** Messages of real daemons, which spoke with a BIRD. */
function recorded(generation: 3 | 4): { [method: string]: Buffer[] } {
  const file = join(__dirname, 'fixtures', `recorded-v${generation}.json`);
  const messages = JSON.parse(readFileSync(file, 'utf8')) as {
    [method: string]: string[];
  };
  return Object.fromEntries(
    Object.entries(messages).map(([method, texts]) => [
      method,
      texts.map(text => Buffer.from(text, 'base64')),
    ]),
  );
}

/** A record that fits into the columns of a table. */
function assertRecord(record: PathRecord, family: 4 | 6): void {
  const { address, length, pathId, since, flags, session } = record;
  const bits = family === 4 ? 32 : 128;
  const whole = (value: number, most: number) =>
    Number.isInteger(value) && value >= 0 && value <= most;
  if (
    address.length !== bits / 8 ||
    !whole(length, bits) ||
    !whole(pathId, 2 ** 32 - 1) ||
    !whole(since, Number.MAX_SAFE_INTEGER) ||
    !whole(flags, 255) ||
    session.length > 64
  ) {
    throw new Error(`no record: ${JSON.stringify(record)}`);
  }
}

/** What the driver makes of a message; throws only what the parsers throw. */
function parse(api: GobgpApi, method: string, message: object): number {
  const { peer, table } = message as {
    peer?: GobgpPeer & { peer?: GobgpPeer };
    table?: { paths?: object[] };
  };
  switch (method) {
    case 'ListPeer': {
      const session = peer && toSession(api, peer, 394955);
      toNeighbors(api, { asn: 394955, router_id: '10.0.0.2' }, [peer ?? {}]);
      return JSON.stringify(session ?? '').length;
    }
    case 'WatchEvent':
      if (peer?.peer) {
        sessionName(peer.peer);
      }
      for (const path of table?.paths ?? []) {
        const update = toUpdate(path);
        if (update) {
          assertRecord(update.path, update.path.family);
        }
      }
      return table?.paths?.length ?? 0;
    case 'ListPath': {
      let count = 0;
      for (const family of [4, 6] as const) {
        const reader = new PathReader(family);
        const { destination } = message as ListPathResponse;
        for (const path of destination?.paths ?? []) {
          const record = reader.read(path);
          if (record) {
            assertRecord(record, family);
            count++;
          }
        }
      }
      return count;
    }
    default:
      return JSON.stringify(toParts([message], [message])).length;
  }
}

describe.each([3, 4] as const)('messages of GoBGP %i', generation => {
  const api = loadGobgpApi(generation);
  const messages = Object.entries(recorded(generation)).flatMap(
    ([method, list]) => list.map(bytes => ({ method, bytes })),
  );

  it('are understood as they were recorded', () => {
    const understood = messages.map(({ method, bytes }) =>
      parse(api, method, api.methods[method].responseDeserialize(bytes)),
    );
    expect(understood.filter(Boolean).length).toBeGreaterThan(
      messages.length / 2,
    );
  });

  it('never throw out of the parsers, 100,000 of them damaged', () => {
    const { pick } = createAttributeGenerator(40 + generation);
    const counts = { refused: 0, understood: 0, records: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      const { method, bytes } = messages[pick(messages.length)];
      const wounded = woundMessage(bytes, pick);
      let message: object;
      try {
        message = api.methods[method].responseDeserialize(wounded);
      } catch {
        // gRPC makes a failed call of it, as the test below shows.
        counts.refused++;
        continue;
      }
      try {
        counts.records += parse(api, method, message);
      } catch (error) {
        throw new Error(
          `${method} ${wounded.toString('hex')}: ${(error as Error).stack}`,
        );
      }
      counts.understood++;
    }
    // Damaged in ways that reach the parsers, and in ways that do not.
    expect(counts.understood).toBeGreaterThan(ROUNDS / 3);
    expect(counts.refused).toBeGreaterThan(ROUNDS / 20);
    expect(counts.records).toBeGreaterThan(ROUNDS / 3);
  });
});

describe('readNlri', () => {
  it('survives 100,000 prefixes, and gives none that is not one', () => {
    const { pick, bytes } = createAttributeGenerator(7);
    let read = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const nlri = bytes(pick(20));
      if (nlri.length > 0 && pick(2)) {
        nlri[0] = 8 * (nlri.length - 1) - pick(8);
      }
      const address = new Uint8Array(pick(2) ? 4 : 16);
      const length = readNlri(nlri, address);
      if (length !== undefined) {
        read++;
        const bits = [...address]
          .map(byte => byte.toString(2).padStart(8, '0'))
          .join('');
        if (!(length <= bits.length) || bits.slice(length).includes('1')) {
          throw new Error(`${nlri} is ${address}/${length}`);
        }
      }
    }
    expect(read).toBeGreaterThan(10_000);
  });
});

describe('a gobgpd that sends what it likes', () => {
  const messages = recorded(4);
  let server: Http2Server;
  let pick: Pick;

  /** Damaged messages, frames that lie, and sometimes no gRPC at all. */
  function frames(method: string): Buffer {
    const list = messages[method] ?? [Buffer.alloc(0)];
    return Buffer.concat(
      list.map(bytes => {
        const message = woundMessage(bytes, pick);
        const frame = Buffer.alloc(5);
        frame[0] = pick(30) === 0 ? pick(256) : 0;
        frame.writeUInt32BE(pick(30) === 0 ? pick(2 ** 31) : message.length, 1);
        return Buffer.concat([frame, message]);
      }),
    );
  }

  beforeAll(async () => {
    server = createServer();
    server.on('sessionError', () => {});
    server.on('stream', (stream, headers) => {
      stream.on('error', () => {});
      const method = String(headers[':path']).split('/').at(-1)!;
      stream.respond(
        { ':status': 200, 'content-type': 'application/grpc' },
        { waitForTrailers: true },
      );
      stream.on('wantTrailers', () =>
        stream.sendTrailers({ 'grpc-status': 0 }),
      );
      stream.end(method === 'GetBgp' ? Buffer.alloc(5) : frames(method));
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });
  afterAll(() => server.close());

  it('is a router that cannot be read, and nothing worse', async () => {
    pick = createAttributeGenerator(11).pick;
    const source = GobgpRouteSource.create({
      router: 'edge1',
      address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    });
    const signal = AbortSignal.timeout(50_000);
    const ended = { read: 0, refused: 0 };
    for (let round = 0; round < 400; round++) {
      const asked = [
        () => source.readRouter({ signal }),
        () => source.dumpPaths({ signal, sink: () => {} }),
        () => source.dumpExports({ signal, session: 'x', sink: () => {} }),
      ][round % 3];
      await asked().then(
        () => ended.read++,
        error => {
          if (!(error instanceof RouteSourceError)) {
            throw error;
          }
          ended.refused++;
        },
      );
    }
    expect(ended.refused).toBeGreaterThan(20);
    expect(ended.read).toBeGreaterThan(20);
    await source.close();
  });
});
