import { InputError } from '@backstage/errors';
import { OwnAggregates } from '@orion/backstage-plugin-orion-bgp-common';
import { formatPrefix, parsePrefix } from '../../routes/addresses';
import { covers } from '../../routes/covers';

/** How much more specific than an aggregate an announcement may be. */
export interface MaxLengths {
  ipv4?: number;
  ipv6?: number;
}

const MAX_LENGTH_KEY = 'orion.bgp.moreSpecificsUpTo';

/**
 * The aggregate that a prefix is, or lies in.
 *
 * @throws InputError for whatever this network must not announce.
 */
export function assertOwnPrefix(
  text: string,
  { from, note, prefixes }: OwnAggregates,
  maxLengths: MaxLengths,
): string {
  const field = 'input.prefix';
  const prefix = parsePrefix(text);
  if (!prefix) {
    throw new InputError(`${field}: "${text}" is no prefix`);
  }
  const canonical = formatPrefix(prefix.address, prefix.length);
  if (prefix.hostBits) {
    throw new InputError(
      `${field}: "${text}" has bits behind its length; the network is ${canonical}`,
    );
  }
  if (text !== canonical) {
    throw new InputError(`${field}: write "${text}" as ${canonical}`);
  }
  if (!prefixes || prefixes.length === 0) {
    throw new InputError(
      `${field}: ${
        note ??
        'What the AS announces is not said. Name it under orion.bgp.aggregates.'
      }`,
    );
  }
  const covering = prefixes
    .filter(aggregate => covers(parsePrefix(aggregate)!, prefix))
    .sort((one, other) => lengthOf(other) - lengthOf(one))[0];
  // Whoever announces the default route draws everybody's traffic.
  if (!covering || prefix.length === 0) {
    throw new InputError(
      `${field}: ${text} is none of the own prefixes${
        from === 'netbox' ? ' in NetBox' : ''
      }, ${prefixes.join(', ')}`,
    );
  }
  const family = prefix.family === 4 ? 'ipv4' : 'ipv6';
  const maxLength = maxLengths[family] ?? 0;
  if (canonical !== covering && prefix.length > maxLength) {
    throw new InputError(
      `${field}: ${text} is more specific than ${covering}; ${MAX_LENGTH_KEY}.${family} says up to which length that is allowed`,
    );
  }
  return covering;
}

function lengthOf(prefix: string): number {
  return Number(prefix.split('/')[1]);
}
