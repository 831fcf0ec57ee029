import { gw1Seed } from '../bgp/seed';
import { BgpOffer } from '../bgp/types';

/** A validated ROA payload as validators print it. */
export interface Roa {
  /** `AS64500` */
  asn: string;
  prefix: string;
  maxLength: number;
  ta: string;
}

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
/** Reason of the world's import policy: RPKI invalid. */
const RPKI_INVALID = 1;

/**
 * ROAs that fit what gw1's transit announces: half of the networks are covered,
 * those its import policy refuses as invalid belong to somebody else, and what
 * is our own is ours alone.
 */
export function seedRoas(): Roa[] {
  const { own, sessions } = gw1Seed();
  const offers = sessions
    .filter(({ neighborAs }) => neighborAs !== OWN_AS)
    .flatMap(({ channels }) => channels.flatMap(channel => channel.offers));
  return [
    ...own.map(({ prefix }) => toRoa(prefix, OWN_AS)),
    ...offers.flatMap((offer, index) => roaOf(offer, index)),
  ];
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

function roaOf(offer: BgpOffer, index: number): Roa[] {
  const { prefix, refusedFor, attributes } = offer;
  if (refusedFor === RPKI_INVALID) {
    return [toRoa(prefix, OTHER_AS)];
  }
  const origin = attributes.asPath.at(-1);
  const covered =
    refusedFor === undefined &&
    index % 2 === 0 &&
    typeof origin === 'number' &&
    !prefix.endsWith('/0');
  return covered ? [toRoa(prefix, origin)] : [];
}

function toRoa(prefix: string, asn: number): Roa {
  return {
    asn: `AS${asn}`,
    prefix,
    maxLength: Number(prefix.split('/')[1]),
    ta: 'lab',
  };
}
