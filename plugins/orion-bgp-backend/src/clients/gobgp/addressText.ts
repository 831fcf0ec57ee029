import { GobgpTimestamp } from './gobgpMessages';

/** An address with its zone, or the name of an interface. */
const name = /^[\w.:%@-]{1,64}$/;
/** Later is no date, and no row of a table has room for it. */
const MAX_SECONDS = 0xffff_ffff;

/** Go prints an absent address as `<nil>` or `invalid IP`. */
export function isNobody(text: string | undefined): boolean {
  return !text || text === '<nil>' || text === 'invalid IP';
}

/** Somebody, and nothing that could not be a neighbor's name. */
export function isAddressText(text: string | undefined): text is string {
  return !isNobody(text) && name.test(text!);
}

/** 0 for what is no date. */
export function unixSeconds(time: GobgpTimestamp | undefined): number {
  const { seconds = 0 } = time ?? {};
  return seconds > 0 && seconds <= MAX_SECONDS ? seconds : 0;
}
