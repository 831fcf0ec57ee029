import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AsNames } from './AsNames';
import { BUNDLED_DATE, bundledNames } from './bundledNames';
import { readAsNames } from './readAsNames';

describe('names of autonomous systems', () => {
  let folder: string;
  let file: string;
  const logger = { warn: jest.fn() };
  let now = 0;
  const create = (path?: string) =>
    new AsNames({ file: path, logger, now: () => now });
  const write = (text: string, at = 1_000) => {
    writeFileSync(file, text);
    utimesSync(file, at, at);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'orion-as-names-'));
    file = join(folder, 'asn.txt');
    now = 0;
    logger.warn.mockClear();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('has a dated list of its own, and knows what is nobody’s', async () => {
    const { items, source } = await create().find([
      6939, 0, 23_456, 64_500, 65_000, 65_540, 4_200_000_001, 4_294_967_295, 99,
      6939,
    ]);
    expect(
      Object.fromEntries(items.map(({ asn, name }) => [asn, name])),
    ).toEqual({
      6939: 'Hurricane Electric',
      0: 'reserved (RFC 7607)',
      23456: 'AS_TRANS (RFC 6793)',
      64500: 'documentation (RFC 5398)',
      65000: 'private use (RFC 6996)',
      65540: 'documentation (RFC 5398)',
      4200000001: 'private use (RFC 6996)',
      4294967295: 'reserved (RFC 7300)',
    });
    expect(items).toHaveLength(8);
    expect(source).toEqual({
      from: 'bundled',
      date: BUNDLED_DATE,
      count: bundledNames.size,
      error: undefined,
    });
    expect(BUNDLED_DATE).toMatch(/^\d{4}-\d\d-\d\d$/);
    for (const [asn, name] of bundledNames) {
      expect([asn, name]).toEqual([asn, name.trim()]);
      expect(name.length).toBeLessThan(60);
    }
  });

  it('reads the forms that lists have', async () => {
    write(
      '\uFEFF# from somewhere\r\n\r\n6939 HURRICANE, US\r\nAS174\tCogent\nas64500,"Lab, Inc"\n99  two  words \n64501 \u202Eevil\u0007 name\n',
    );
    expect([...(await readAsNames(file))]).toEqual([
      [6939, 'HURRICANE, US'],
      [174, 'Cogent'],
      [64500, 'Lab, Inc'],
      [99, 'two  words'],
      [64501, 'evil  name'],
    ]);
    write(`1 ${'n'.repeat(200)}\n`);
    expect((await readAsNames(file)).get(1)).toHaveLength(80);
  });

  it.each([
    ['1 a\nb c\n', /asn\.txt: line 2 is no AS number and a name: "b c"/],
    ['1 a\n\n6939\n', /line 3 is no AS number/],
    ['4294967296 a', /line 1 is no AS number/],
    [`1 ${'x'.repeat(2_000)}`, /line 1 is longer than 1024 characters/],
    ['# nothing\n', /it has no names/],
    [`${'1 a\n'.repeat(200_001)}`, /it has more than 200000 lines/],
  ])('refuses what is no list', async (text, message) => {
    write(text);
    await expect(readAsNames(file)).rejects.toThrow(message);
  });

  it('takes 200,000 lines in well under two seconds', async () => {
    write(
      Array.from({ length: 200_000 }, (_, n) => `${n} NAME-${n}`).join('\n'),
    );
    const at = performance.now();
    expect((await readAsNames(file)).size).toBe(200_000);
    expect(performance.now() - at).toBeLessThan(2_000);
  });

  it('replaces the list with the file, and reads it anew when it changed', async () => {
    const names = create(file);
    const find = async () => {
      const { items, source } = await names.find([6939, 174]);
      return [items.map(({ name }) => name).join(), source.from, source.error];
    };
    // Not there yet.
    expect(await find()).toEqual([
      'Hurricane Electric,Cogent Communications',
      'bundled',
      expect.stringMatching(/ENOENT/),
    ]);
    write('6939 HE\n');
    expect((await find())[1]).toBe('bundled');
    now += 30_000;
    expect(await find()).toEqual(['HE', 'file', undefined]);
    write('nonsense\n', 2_000);
    now += 30_000;
    expect(await find()).toEqual([
      'HE',
      'file',
      expect.stringMatching(/line 1 is no AS number/),
    ]);
    now += 30_000;
    await find();
    expect(logger.warn).toHaveBeenCalledTimes(2);
    write('6939 HE again\n174 COGENT\n', 3_000);
    now += 30_000;
    expect(await find()).toEqual(['HE again,COGENT', 'file', undefined]);
    const { source } = await names.find([]);
    expect(source).toMatchObject({
      date: new Date(3_000_000).toISOString(),
      count: 2,
    });
  });
});
