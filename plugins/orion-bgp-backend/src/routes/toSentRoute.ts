import { formatPrefix } from './addresses';
import { SentRecord } from './RouteSource';

/** Prefixes of one question how they are told; some daemons are asked for each. */
export const MAX_SENT_PREFIXES = 100;

/** A {@link SentRecord} as plain data. */
export interface SentRoute {
  prefix: string;
  /** Canonical bytes in hexadecimal. */
  attributes: string;
  asSent: boolean;
  doubtfulMed?: boolean;
}

export function toSentRoute({
  address,
  asSent,
  attributes,
  doubtfulMed,
  length,
}: SentRecord): SentRoute {
  return {
    prefix: formatPrefix(address, length),
    attributes: Buffer.from(attributes).toString('hex'),
    ...{ asSent, doubtfulMed },
  };
}
