import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { VrpEntry } from '../VrpTable';
import { JsonListScanner } from './JsonListScanner';
import { JsonVrpReader } from './JsonVrpReader';

const { signal } = new AbortController();

const routinator = {
  metadata: { generated: 1_760_000_000, generatedTime: '2025-10-09T08:53:20Z' },
  roas: [
    { asn: 'AS64500', prefix: '192.0.2.0/24', maxLength: 24, ta: 'ripe' },
    { asn: 'AS64501', prefix: '2001:db8::/32', maxLength: 48, ta: 'arin' },
  ],
  routerKeys: [],
  aspas: [
    { customer: 'AS64500', providers: ['AS64496', 'AS64497'], ta: 'ripe' },
  ],
};
const rpkiClient = {
  metadata: { buildmachine: 'a "quoted" \\ name', roas: 2 },
  roas: [
    {
      asn: 64500,
      prefix: '192.0.2.0/24',
      maxLength: 24,
      ta: 'ripe',
      expires: 1_800_000_000,
    },
    {
      asn: 64501,
      prefix: '2001:db8::/32',
      maxLength: 48,
      ta: 'arin',
      expires: 1_800_000_001,
    },
  ],
  bgpsec_keys: [],
  aspas: [
    { customer_asid: 64500, expires: 1_800_000_000, providers: [64496, 64497] },
  ],
};

const roaFrom = (tal: string, ...ends: string[]) =>
  ends.map(notAfter => ({
    ...{ type: 'roa', uri: 'rsync://rpki.example.net/one.roa', tal },
    validity: { notBefore: '2026-01-01T00:00:00Z', notAfter },
    chainValidity: { notBefore: '2026-01-01T00:00:00Z', notAfter },
    stale: '2026-02-01T00:00:00Z',
  }));
const routinatorExtended = {
  ...routinator,
  roas: [
    {
      ...{ asn: 'AS64500', prefix: '192.0.2.0/24', maxLength: 24 },
      // Two ROAs say the same: it holds as long as one of them.
      source: roaFrom('ripe', '2027-01-15T07:59:00Z', '2027-01-15T08:00:00Z'),
    },
    {
      ...{ asn: 'AS64501', prefix: '2001:db8::/32', maxLength: 48 },
      source: [
        ...roaFrom('arin', '2027-01-15T08:00:00Z'),
        { type: 'exception', path: null },
      ],
    },
  ],
};

/** Layouts as Routinator 0.14.2 and rpki-client 8.2 print them, with what they add. */
const printedByRoutinator = `{
  "metadata": {
    "generated": 1795974807,
    "generatedTime": "2026-11-29T17:53:27Z"
  }
,
  "roas": [
    { "asn": "AS64500", "prefix": "192.0.2.0/24", "maxLength": 24, "ta": "N/A" },
    { "asn": "AS64501", "prefix": "2001:db8::/32", "maxLength": 48, "ta": "N/A" }
  ],
  "aspas": [

  ]
}
`;
const printedByRpkiClient = `{
\t"metadata": {
\t\t"buildmachine": "gw1",
\t\t"buildtime": "2026-11-29T17:51:18Z",
\t\t"elapsedtime": "0",
\t\t"roas": 1,
\t\t"talfiles": [
\t\t\t"/etc/tals/ripe.tal"
\t\t],
\t\t"uniquevaps": 0
\t},

\t"roas": [
\t\t{ "asn": 64500, "prefix": "192.0.2.0/24", "maxLength": 24, "ta": "ripe", "expires": 1800000000 }
\t],

\t"bgpsec_keys": [

\t],

\t"provider_authorizations": {
\t\t"ipv4": [

\t\t],
\t\t"ipv6": [

\t\t]
\t}
}
`;

let folder: string;
let server: Server | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orion-vrps-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  server?.closeAllConnections();
  await new Promise(resolve =>
    server ? server.close(resolve) : resolve(undefined),
  );
  server = undefined;
});

function file(content: unknown) {
  const path = join(folder, 'vrps.json');
  writeFileSync(
    path,
    typeof content === 'string' ? content : JSON.stringify(content),
  );
  return pathToFileURL(path).href;
}

async function serve(
  answer: (req: IncomingMessage, res: ServerResponse) => void,
) {
  server = createServer(answer);
  await new Promise<void>(resolve => server!.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${
    (server!.address() as AddressInfo).port
  }/vrps.json`;
}

describe('JsonVrpReader', () => {
  it.each([
    ['Routinator', routinator, 0],
    ['rpki-client and StayRTR', rpkiClient, 1_800_000_000],
    ['Routinator, extended', routinatorExtended, 1_800_000_000],
  ])('reads the JSON of %s', async (_, content, expires) => {
    const reader = new JsonVrpReader(file(content));
    const vrps = await reader.read(signal);
    const found: VrpEntry[] = [];
    vrps?.forEach(vrp => found.push(vrp));
    expect(found).toMatchObject([
      {
        asn: 64500,
        maxLength: 24,
        trustAnchor: 'ripe',
        expires,
        prefix: { family: 4, length: 24 },
      },
      {
        asn: 64501,
        maxLength: 48,
        trustAnchor: 'arin',
        prefix: { family: 6, length: 32 },
      },
    ]);
    expect(reader.aspas).toEqual([
      { customer: 64500, providers: [64496, 64497] },
    ]);
  });

  it.each([
    {
      text: printedByRoutinator,
      at: '2026-11-29T17:53:27.000Z',
      roas: [
        { asn: 64500, maxLength: 24, trustAnchor: undefined, expires: 0 },
        { asn: 64501, maxLength: 48, trustAnchor: undefined, expires: 0 },
      ],
    },
    {
      text: printedByRpkiClient,
      at: '2026-11-29T17:51:18.000Z',
      roas: [{ asn: 64500, trustAnchor: 'ripe', expires: 1_800_000_000 }],
    },
  ])(
    'reads what a validator prints, exceptions and other lists with it: $at',
    async ({ at, roas, text }) => {
      const reader = new JsonVrpReader(file(text));
      const found: VrpEntry[] = [];
      (await reader.read(signal))?.forEach(vrp => found.push(vrp));
      expect(found).toMatchObject(roas);
      expect(new Date(reader.generatedAt!).toISOString()).toBe(at);
      expect(reader.aspas).toEqual([]);
    },
  );

  it('knows no end of what an exception says as well', async () => {
    const vrps = await new JsonVrpReader(file(routinatorExtended)).read(signal);
    const ends: number[] = [];
    vrps?.forEach(({ expires }) => ends.push(expires));
    expect(ends).toEqual([1_800_000_000, 0]);
  });

  it('takes no end that no clock of 32 bits can show', async () => {
    const [roa] = rpkiClient.roas;
    const roas = [4_294_967_295, 4_294_967_296, -1, 1.5].map((expires, at) => ({
      ...roa,
      asn: 64500 + at,
      expires,
    }));
    const vrps = await new JsonVrpReader(file({ roas })).read(signal);
    const ends: number[] = [];
    vrps?.forEach(({ expires }) => ends.push(expires));
    expect(ends).toEqual([4_294_967_295, 0, 0, 0]);
  });

  it('knows how old it is, by the validator or else by the file', async () => {
    const url = file(routinator);
    const reader = new JsonVrpReader(url);
    await reader.read(signal);
    expect(reader.generatedAt).toBe(1_760_000_000_000);
    // Untouched since: no younger for having been looked at.
    await reader.read(signal);
    expect(reader.generatedAt).toBe(1_760_000_000_000);
    file({ roas: routinator.roas });
    utimesSync(new URL(url), 1_750_000_000, 1_750_000_000);
    await reader.read(signal);
    expect(reader.generatedAt).toBe(1_750_000_000_000);
    const dated = await serve((_, res) => {
      res
        .writeHead(200, { 'last-modified': 'Thu, 09 Oct 2025 08:53:20 GMT' })
        .end(JSON.stringify({ roas: routinator.roas }));
    });
    const other = new JsonVrpReader(dated);
    await other.read(signal);
    expect(other.generatedAt).toBe(1_760_000_000_000);
  });

  it('reads a file again only when it changed', async () => {
    const url = file(routinator);
    const reader = new JsonVrpReader(url);
    expect(await reader.read(signal)).toBeDefined();
    expect(await reader.read(signal)).toBeUndefined();
    utimesSync(new URL(url), 1, 1);
    expect(await reader.read(signal)).toBeDefined();
  });

  it('asks a server only for what changed', async () => {
    const asked: (string | undefined)[] = [];
    const url = await serve((req, res) => {
      asked.push(req.headers['if-none-match']);
      if (req.headers['if-none-match'] === '"one"') {
        res.writeHead(304).end();
      } else {
        res.writeHead(200, { etag: '"one"' }).end(JSON.stringify(rpkiClient));
      }
    });
    const reader = new JsonVrpReader(url);
    expect((await reader.read(signal))?.count).toBe(2);
    expect(await reader.read(signal)).toBeUndefined();
    expect(asked).toEqual([undefined, '"one"']);
  });

  it.each([
    ['is cut off', JSON.stringify(routinator).slice(0, -30), 'cut off'],
    ['has no VRPs', { roas: [] }, 'no VRPs'],
    ['is something else', '[1, 2]', 'not one JSON object'],
    ['goes on behind its end', '{"roas":[]} {}', 'not one JSON object'],
    ['goes on with a word', '{"roas":[]} x', 'not one JSON object'],
    [
      // One bit makes the one of the other, and an entry would be lost.
      'has a wrong bracket',
      JSON.stringify(routinator).replace(
        '{"asn":"AS64501"',
        '["asn":"AS64501"',
      ),
      'closes what it did not open',
    ],
    ['closes too much', '{"roas":[]}}', 'closes what it did not open'],
    [
      'is nested without end',
      `{"x":${'['.repeat(1000)}`,
      'nested deeper than 100',
    ],
    ['is no JSON', 'roas', 'no JSON object'],
    [
      'has entries that are none',
      {
        roas: [
          {},
          { asn: 1, prefix: '192.0.2.1/24', maxLength: 24 },
          // No asdot, and no length.
          { asn: 1.5, prefix: '192.0.2.0/24', maxLength: 24 },
          { asn: 1, prefix: '192.0.2.0/24', maxLength: 24.5 },
          ...routinator.roas,
        ],
      },
      '4 of its entries',
    ],
  ])('refuses what %s', async (_, content, message) => {
    await expect(new JsonVrpReader(file(content)).read(signal)).rejects.toThrow(
      message,
    );
  });

  it('says what a server answered, and stops at a limit', async () => {
    const url = await serve((req, res) => {
      if (req.headers.authorization) {
        const [, word] = req.headers.authorization.split(' ');
        res.writeHead(401, Buffer.from(word, 'base64').toString()).end();
      } else if (req.url === '/vrps.json') {
        res.writeHead(503).end();
      } else {
        res.writeHead(200).end(JSON.stringify(routinator));
      }
    });
    await expect(new JsonVrpReader(url).read(signal)).rejects.toThrow(
      /^http:.*: it answered 503$/,
    );
    const other = url.replace('vrps', 'other');
    await expect(
      new JsonVrpReader(other, { maxBytes: 100 }).read(signal),
    ).rejects.toThrow('longer than 100 bytes');
    const secret = url.replace('http://', 'http://user:secret@');
    const refused = new JsonVrpReader(secret).read(signal);
    await expect(refused).rejects.toThrow(`${url}: it answered 401`);
  });
});

describe('JsonListScanner', () => {
  const read = (pieces: string[]) => {
    const found: unknown[] = [];
    const scanner = new JsonListScanner((list, entry) =>
      found.push([list, entry]),
    );
    pieces.forEach(piece => scanner.write(piece));
    scanner.end();
    return found;
  };

  it('reads the same however the text is cut', () => {
    const text = JSON.stringify({
      x: { roas: [{ no: 1 }] },
      'na"m\\e}': [{ a: '{[",\\' }, { b: [{ c: {} }] }, 5, [{ d: 1 }]],
      roas: [{ é: '\u2028]' }],
    });
    const whole = read([text]);
    expect(whole).toEqual([
      ['na"m\\e}', { a: '{[",\\' }],
      ['na"m\\e}', { b: [{ c: {} }] }],
      ['roas', { é: '\u2028]' }],
    ]);
    for (let at = 0; at <= text.length; at++) {
      expect(read([text.slice(0, at), text.slice(at)])).toEqual(whole);
    }
    expect(read([...text])).toEqual(whole);
  });

  it('hands over the objects that are asked for, and keeps no others', () => {
    const big = { x: 'y'.repeat(2 << 20), metadata: { not: 'this' } };
    const text = JSON.stringify({
      big,
      first: 'metadata',
      metadata: { deep: { er: [1, { x: 2 }] } },
      roas: [{ metadata: { nor: 'that' } }],
    });
    const found: unknown[] = [];
    const scanner = new JsonListScanner(() => {}, {
      metadata: value => found.push(value),
    });
    for (let at = 0; at < text.length; at += 1000) {
      scanner.write(text.slice(at, at + 1000));
    }
    scanner.end();
    expect(found).toEqual([{ deep: { er: [1, { x: 2 }] } }]);
  });

  it('never keeps more than an entry', () => {
    const scanner = new JsonListScanner(() => {});
    scanner.write('{"roas":[{"a":"');
    expect(() => {
      for (let count = 0; count < 2000; count++) {
        scanner.write('x'.repeat(1000));
      }
    }).toThrow('longer than a megabyte');
  });
});
