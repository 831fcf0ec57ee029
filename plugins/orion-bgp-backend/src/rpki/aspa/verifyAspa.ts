import {
  AspaHop,
  AspaVerdict,
  NeighborRelation,
} from '@orion/backstage-plugin-orion-bgp-common';
import { AsPathSegment } from '../../routes/PathAttributes';
import { AspaTable } from './AspaTable';

/** One path, and whom it was received from. */
export interface AspaQuestion {
  /** As it came, the neighbor first. */
  asPath: readonly AsPathSegment[];
  neighborAs: number;
  /** What the neighbor is to us; undefined when nobody said. */
  relation?: NeighborRelation;
}

/**
 * Verifies an AS path against ASPAs: draft-ietf-sidrops-aspa-verification,
 * sections 5 and 6. From a provider the path may go up, over one top and down
 * again (downstream); from anybody else it may only have come up (upstream).
 * Without the relation the outcome is unknown, unless every relation would find
 * the path wrong by itself.
 */
export function verifyAspa(
  { asPath, neighborAs, relation }: AspaQuestion,
  aspas: AspaTable,
): AspaVerdict {
  const segments = asPath.filter(
    ({ type, asns }) => !type.startsWith('confed') && asns.length > 0,
  );
  if (segments.length === 0) {
    return { state: 'invalid', reason: 'empty-path', hops: [] };
  }
  if (segments.some(({ type }) => type === 'set')) {
    return { state: 'invalid', reason: 'as-set', hops: [] };
  }
  const path = unrepeated(segments.flatMap(({ asns }) => asns));
  if (!relation) {
    return { state: 'unknown', reason: 'relation', hops: [] };
  }
  // A route server may leave its own AS out.
  if (relation !== 'route-server' && path[0] !== neighborAs) {
    return { state: 'invalid', reason: 'first-as', hops: [] };
  }
  // As the draft counts: the origin is 1, the neighbor N.
  path.reverse();
  return relation === 'provider'
    ? { direction: 'downstream', ...verifyDownstream(path, aspas) }
    : { direction: 'upstream', ...verifyUpstream(path, aspas) };
}

function unrepeated(asns: number[]): number[] {
  return asns.filter((asn, index) => asn !== asns[index - 1]);
}

/** From the origin towards us: each step must go to a provider. */
function upHops(path: number[], aspas: AspaTable): AspaHop[] {
  return path.slice(1).map((provider, index) => ({
    customer: path[index],
    provider,
    attestation: aspas.attest(path[index], provider),
  }));
}

/** The same steps as the receivers see them: from us towards the origin. */
function downHops(path: number[], aspas: AspaTable): AspaHop[] {
  return upHops([...path].reverse(), aspas);
}

function verifyUpstream(path: number[], aspas: AspaTable): AspaVerdict {
  const hops = upHops(path, aspas);
  const wrong = hops.find(({ attestation }) => attestation === 'not-provider');
  if (wrong) {
    return { state: 'invalid', reason: 'hop', hops: [wrong] };
  }
  const open = hops.find(({ attestation }) => attestation === 'none');
  return open
    ? { state: 'unknown', reason: 'no-aspa', hops: [open] }
    : { state: 'valid', hops: [] };
}

function verifyDownstream(path: number[], aspas: AspaTable): AspaVerdict {
  const count = path.length;
  if (count <= 2) {
    return { state: 'valid', hops: [] };
  }
  const up = upHops(path, aspas);
  const down = downHops(path, aspas);
  // Each ramp reaches as far as nobody denies it, or as far as all attest it.
  const reach = (hops: AspaHop[], ends: (hop: AspaHop) => boolean) => {
    const at = hops.findIndex(ends);
    return { length: at === -1 ? count : at + 1, end: hops[at] };
  };
  const denied = ({ attestation }: AspaHop) => attestation === 'not-provider';
  const [maxUp, maxDown] = [reach(up, denied), reach(down, denied)];
  if (maxUp.length + maxDown.length < count) {
    return { state: 'invalid', reason: 'hop', hops: [maxUp.end, maxDown.end] };
  }
  const unproven = ({ attestation }: AspaHop) => attestation !== 'provider';
  const [minUp, minDown] = [reach(up, unproven), reach(down, unproven)];
  return minUp.length + minDown.length < count
    ? { state: 'unknown', reason: 'no-aspa', hops: [minUp.end, minDown.end] }
    : { state: 'valid', hops: [] };
}
