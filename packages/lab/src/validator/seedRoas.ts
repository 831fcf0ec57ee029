import { Roa, roasOf } from '../bgp/roasOf';
import { gw1Seed } from '../bgp/seed';

/** A validated ASPA as validators print it. */
export interface Aspa {
  /** `AS64500` */
  customer: string;
  providers: string[];
}

const OWN_AS = 394955;
const TRANSIT_AS = 6939;
/** An origin that announces nothing itself. */
const OTHER_AS = 64_511;
/** The ROAs of the lab's world. */
export function seedRoas(): Roa[] {
  return roasOf(gw1Seed());
}

/**
 * ASPAs that fit the same announcements: of the systems right behind the transit,
 * one of three names it as its provider, one of three names somebody else, and
 * the others say nothing. Our own names the transit.
 */
export function seedAspas(): Aspa[] {
  const behind = new Set(
    gw1Seed()
      .sessions.filter(({ neighborAs }) => neighborAs === TRANSIT_AS)
      .flatMap(({ channels }) => channels.flatMap(({ offers }) => offers))
      .flatMap(({ attributes: { asPath } }) => {
        const next = asPath.find(
          asn => typeof asn === 'number' && asn !== TRANSIT_AS,
        );
        return typeof next === 'number' ? [next] : [];
      }),
  );
  return [
    { customer: `AS${OWN_AS}`, providers: [`AS${TRANSIT_AS}`] },
    // Nobody is above it.
    { customer: `AS${TRANSIT_AS}`, providers: ['AS0'] },
    ...[...behind]
      .sort((a, b) => a - b)
      .flatMap((asn, index) => aspaOf(asn, index % 3)),
  ];
}

function aspaOf(asn: number, kind: number): Aspa[] {
  if (kind === 2) {
    return [];
  }
  const provider = kind === 0 ? TRANSIT_AS : OTHER_AS;
  return [{ customer: `AS${asn}`, providers: [`AS${provider}`] }];
}
