import { BgpOffer, BgpWorldState } from './types';

/** A validated ROA payload as validators print it. */
export interface Roa {
  /** `AS64500` */
  asn: string;
  prefix: string;
  maxLength: number;
  ta: string;
}

/** An origin that announces nothing itself. */
const OTHER_AS = 64_511;
/** Reason of the world's import policy: RPKI invalid. */
const RPKI_INVALID = 1;

/**
 * ROAs that fit what a router's external neighbors announce: half of the
 * networks are covered, those its import policy refuses as invalid belong to
 * somebody else, and what is its own is its own alone.
 */
export function roasOf({
  asn,
  own,
  sessions,
}: Pick<BgpWorldState, 'asn' | 'own' | 'sessions'>): Roa[] {
  const offers = sessions
    .filter(({ neighborAs }) => neighborAs !== asn)
    .flatMap(({ channels }) => channels.flatMap(channel => channel.offers));
  return [
    ...own.map(({ prefix }) => toRoa(prefix, asn)),
    ...offers.flatMap((offer, index) => roaOf(offer, index)),
  ];
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
