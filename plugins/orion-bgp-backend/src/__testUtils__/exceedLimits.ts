import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { RunningGobgp } from '@orion/lab';
import { Knex } from 'knex';

const attributes = {
  origin: 'IGP' as const,
  asPath: [6939],
  nextHop: '198.51.100.1',
};
/** More than either family may have. */
const prefixes = {
  ipv4: Array.from(
    { length: 800 },
    (_, index) => `100.${64 + Math.floor(index / 256)}.${index % 256}.0/24`,
  ),
  ipv6: Array.from(
    { length: 2_000 },
    (_, index) => `2001:db8:${(0x4000 + index).toString(16)}::/48`,
  ),
};

/**
 * Has the transit send the lab's gw2 more than its limits, one session after the
 * other, until that was seen; then all is as before. Where a session waits, the
 * one that stands in for it does.
 */
export async function exceedLimits(
  { world }: RunningGobgp,
  knex: Knex,
  { ipv4 = 'he_v4', ipv6 = 'he_v6' } = {},
): Promise<void> {
  for (const [name, family] of [
    [ipv4, 'ipv4'],
    [ipv6, 'ipv6'],
  ] as const) {
    const { neighborAddress: session } = world.session(name);
    world.announce(
      name,
      family,
      prefixes[family].map(prefix => ({ prefix, attributes })),
    );
    await eventually(() =>
      knex('limit_trials').where({ router: 'gw2', session }).first(),
    );
    world.withdraw(name, family, prefixes[family]);
    world.enable(name);
    await eventually(() => world.session(name).state === 'established');
  }
}
