import { encodeAttributes } from '../../attributes/encodeAttributes';
import { AsPathSegment } from '../../routes/PathAttributes';
import { AttributePool } from '../pool/AttributePool';
import { createRouteGenerator } from '../testing/randomRoutes';
import { AsPathPattern } from './AsPathPattern';

/** `6939 {64500 64501}`: a set in braces. */
function toPath(text: string): AsPathSegment[] {
  return (text.match(/\{[^}]*\}|[^{}]+/g) ?? [])
    .map(part => ({
      type: part.startsWith('{') ? ('set' as const) : ('sequence' as const),
      asns: (part.match(/\d+/g) ?? []).map(Number),
    }))
    .filter(({ asns }) => asns.length > 0);
}

/** Both ways of asking must agree: one path alone, and all of a pool. */
function matches(pattern: string, path: string): boolean {
  const pool = new AttributePool();
  pool.intern(encodeAttributes({ asPath: toPath(path) }));
  const parsed = AsPathPattern.parse(pattern);
  const alone = parsed.matches(pool.paths.get(pool.path)!);
  expect(parsed.select(pool.paths).has(pool.path)).toBe(alone);
  return alone;
}

describe('AsPathPattern', () => {
  it.each([
    ['_1299_', ['1299', '6939 1299 64500'], ['12990', '1 299', '']],
    [
      '1299 64500',
      ['1299 64500', '1 1299 64500 2'],
      ['64500 1299', '1299 1 64500'],
    ],
    [
      '^6939 .* 64500$',
      ['6939 64500', '6939 1 2 64500'],
      ['6939 64500 1', '1 6939 64500'],
    ],
    ['^6939.*64500$', ['6939 64500'], ['6939']],
    [
      '6939 (64500|64501)+ .',
      ['6939 64500 64501 1', '6939 64500 7'],
      ['6939 64500', '6939 7 64500'],
    ],
    ['^$', [''], ['1', '1 2']],
    ['^.$', ['7'], ['', '7 7']],
    ['^.{2,3}$', ['1 2', '1 2 3'], ['1', '1 2 3 4']],
    ['^1{3}$', ['1 1 1'], ['1 1', '1 1 1 1']],
    ['1{2,}$', ['1 1', '5 1 1 1'], ['1']],
    ['^1 2? 3$', ['1 3', '1 2 3'], ['1 2 2 3']],
    ['[64512-65534]', ['1 64512', '65534', '1 65000 2'], ['64511', '65535']],
    ['^[^6939 174]$', ['1'], ['6939', '174']],
    ['(^|_)1299($|_)', ['1299', '1 1299 2'], ['2']],
    ['AS6939 as64500', ['6939 64500'], ['64500 6939']],
    ['64500', ['1 {64499 64500}'], ['{1 2}']],
    ['64500$', ['1 {64500 7}', '{64500}', '{1} 64500'], ['64500 {1}']],
    ['^1 [^64500]+$', ['1 {64500 7}', '1 7'], ['1 64500', '1 {64500}']],
    ['^1 [64500-64510] 2$', ['1 {7 64505} 2'], ['1 {7 8} 2']],
    ['4294967295', ['4294967295'], ['429496729']],
    ['[= * 1299 * =]', ['1299', '6939 1299 64500'], ['12990', '']],
    ['[= 6939 ? 64500 =]', ['6939 1 64500'], ['6939 64500', '6939 1 1 64500']],
    [
      '[= 6939 [1, 2, 10..20] =]',
      ['6939 2', '6939 15'],
      ['6939 3', '6939 2 2'],
    ],
    ['[= * 64500 + =]', ['64500', '1 64500 64500'], ['64500 1']],
    ['[= =]', [''], ['1']],
    ['[= 64496..64511 =]', ['64500'], ['64512']],
  ])('%s', (pattern, yes, no) => {
    expect(yes.filter(path => !matches(pattern, path))).toEqual([]);
    expect(no.filter(path => matches(pattern, path))).toEqual([]);
  });

  it.each([
    ['(1299', '"(" is not closed', 1],
    ['1299)', '")" closes nothing', 5],
    ['* 1299', 'there is nothing', 1],
    ['1299{2', 'a repetition is', 5],
    ['1{5,2}', 'backwards', 2],
    ['1{999}', 'at most 255', 3],
    ['1**', 'one repetition follows', 2],
    ['[1-', 'a number comes after "-"', 4],
    ['[9-1]', 'backwards', 2],
    ['[]', 'is empty', 1],
    ['[0-9]+', 'whole ASNs', 1],
    ['6939 x', '"x" has no meaning', 6],
    ['4294967296', 'at most 4294967295', 1],
    ['(?:1)', 'groups', 2],
    ['^*', 'cannot be repeated', 2],
    ['[= 1299', 'not closed', 1],
    ['[= 1 =] 2', 'after "=]"', 8],
    ['[= x =]', 'no meaning in a mask', 4],
    ['[= + =]', 'there is none', 4],
    ['((1{99}){99}', '"(" is not closed', 1],
    ['(1{99}){99}', 'repeats too much', 1],
    ['1 '.repeat(200), 'at most 300', 301],
  ])('says where %s is wrong', (pattern, message, position) => {
    expect(() => AsPathPattern.parse(pattern)).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(message),
        position,
      }),
    );
  });

  it('agrees with regular expressions over random paths', () => {
    const random = createRouteGenerator(3);
    const alphabet = ['1', '2', '3', '.', '(1|2)', '[1-2]', '[^1]', '(1 2)'];
    const repeats = ['', '', '*', '+', '?', '{1,2}'];
    for (let round = 0; round < 400; round++) {
      const parts = Array.from({ length: 1 + random.pick(5) }, () => [
        alphabet[random.pick(alphabet.length)],
        repeats[random.pick(repeats.length)],
      ]);
      const [start, end] = [
        random.pick(2) ? '^' : '',
        random.pick(2) ? '$' : '',
      ];
      const pattern = start + parts.map(part => part.join('')).join(' ') + end;
      // One character per ASN: the same pattern over characters.
      const expression = new RegExp(pattern.replace(/ /g, ''), 'u');
      for (let count = 0; count < 20; count++) {
        const path = Array.from(
          { length: random.pick(7) },
          () => 1 + random.pick(3),
        );
        expect([pattern, path, matches(pattern, path.join(' '))]).toEqual([
          pattern,
          path,
          expression.test(path.join('')),
        ]);
      }
    }
  });

  it('ends in bounded time on patterns made to hurt', () => {
    const pool = new AttributePool();
    const random = createRouteGenerator(4);
    for (let count = 0; count < 20_000; count++) {
      const asns = Array.from({ length: 60 }, () => 1 + random.pick(2));
      pool.intern(encodeAttributes({ asPath: [{ type: 'sequence', asns }] }));
    }
    const started = performance.now();
    for (const pattern of ['(1|1 1|1 1 1)*3$', '(.*.*.*)*3$', '1.{250}$']) {
      expect(() => AsPathPattern.parse(pattern).select(pool.paths)).not.toThrow(
        TypeError,
      );
    }
    expect(() =>
      AsPathPattern.parse('[1-1][1-2]{150}$').select(pool.paths),
    ).toThrow('name an AS in it');
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
