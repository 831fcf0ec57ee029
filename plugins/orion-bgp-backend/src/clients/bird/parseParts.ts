import {
  FibWriter,
  RouterParts,
  RpkiCache,
} from '@orion/backstage-plugin-orion-bgp-common';
import { parseChannel } from './parseChannel';
import { BirdProtocol } from './parseProtocols';
import { readDetails } from './readDetails';

const families = { roa4: 'ipv4', roa6: 'ipv6' } as const;

/** What BIRD's protocols of other types than BGP do, from `show protocols all`. */
export function parseParts(protocols: BirdProtocol[]): RouterParts {
  const of = (wanted: string) =>
    protocols.filter(({ type }) => type === wanted);
  return {
    rpkiCaches: of('RPKI').map(toCache),
    fibWriters: of('Kernel').flatMap(toWriters),
  };
}

/** Each of its channels fills a table of ROAs. */
function toCache({ name, state, details }: BirdProtocol): RpkiCache {
  const vrps: RpkiCache['vrps'] = {};
  for (const channel of readDetails(details).channels) {
    const family = families[channel.title as keyof typeof families];
    const { accepted } = parseChannel(channel).counters;
    if (family && accepted?.value !== undefined) {
      vrps[family] = accepted.value;
    }
  }
  return { name, up: state === 'up', vrps };
}

/** One that exports nothing only learns from the kernel. */
function toWriters({ name, state, details }: BirdProtocol): FibWriter[] {
  return readDetails(details)
    .channels.map(parseChannel)
    .filter(({ exportPolicy }) => exportPolicy !== 'REJECT')
    .map(({ family, up, counters }) => ({
      name,
      family,
      up: up && state === 'up',
      routes: counters.exported?.value,
    }));
}
