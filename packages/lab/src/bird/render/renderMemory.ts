import { BgpWorld } from '../../bgp/BgpWorld';
import { Reply } from '../Reply';

/** `show memory`: about what a BIRD with so many routes takes. */
export function renderMemory(world: BgpWorld): string {
  const paths = (['ipv4', 'ipv6'] as const)
    .flatMap(family => [...world.table(family).values()])
    .reduce((sum, found) => sum + found.length, 0);
  const sizes: [string, number, number][] = [
    ['Routing tables:', 40_000 + 200 * paths, 20_000 + 12 * paths],
    ['Route attributes:', 3_000 + 150 * paths, 8_000 + 10 * paths],
    ['Protocols:', 41_000, 24_000],
    ['Current config:', 24_600, 528],
    ['Standby memory:', 0, 53_248],
  ];
  const total = sizes.reduce(
    ([effective, overhead], [, e, o]) => [effective + e, overhead + o],
    [0, 0],
  );
  const reply = new Reply()
    .line(1018, 'BIRD memory usage')
    .line(1018, `${''.padEnd(17)} Effective    Overhead`);
  for (const [name, ...both] of [...sizes, ['Total:', ...total] as const]) {
    reply.line(1018, `${name.padEnd(17)} ${both.map(size).join('   ')}`);
  }
  return reply.end(0);
}

function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 10_000 && unit < 4) {
    value /= 1024;
    unit++;
  }
  return `${value.toFixed(1).padStart(6)} ${' kMGT'[unit]}B`;
}
