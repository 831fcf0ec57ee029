import { PrefixKey } from '../../rib/table/PrefixKey';

/** Protocol version: RFC 6810, RFC 8210 and draft-ietf-sidrops-8210bis. */
export type RtrVersion = 0 | 1 | 2;

/** Types of RFC 8210 §5. */
export const RtrType = {
  serialNotify: 0,
  serialQuery: 1,
  resetQuery: 2,
  cacheResponse: 3,
  ipv4Prefix: 4,
  ipv6Prefix: 6,
  endOfData: 7,
  cacheReset: 8,
  routerKey: 9,
  errorReport: 10,
  /** Since version 2. */
  aspa: 11,
} as const;

/** Error codes of RFC 8210 §12. */
export const RtrErrorCode = {
  corruptData: 0,
  internal: 1,
  noDataAvailable: 2,
  invalidRequest: 3,
  unsupportedVersion: 4,
  unsupportedType: 5,
  withdrawalOfUnknown: 6,
  duplicateAnnouncement: 7,
  unexpectedVersion: 8,
  aspaProviderList: 9,
} as const;

/** Seconds a router waits, RFC 8210 §6. */
export interface RtrIntervals {
  refresh: number;
  retry: number;
  expire: number;
}

/** One message of either side. */
export type RtrPdu = { version: number } & (
  | { type: 'serial-notify'; session: number; serial: number }
  | { type: 'serial-query'; session: number; serial: number }
  | { type: 'reset-query' }
  | { type: 'cache-response'; session: number }
  | {
      type: 'prefix';
      announce: boolean;
      prefix: PrefixKey;
      maxLength: number;
      asn: number;
    }
  | {
      type: 'aspa';
      /** Takes the place of what the customer said before; else it is taken back. */
      announce: boolean;
      customer: number;
      providers: number[];
      /** Up to draft -10, which StayRTR speaks, each family has one of its own. */
      family?: 4 | 6;
    }
  | {
      type: 'end-of-data';
      session: number;
      serial: number;
      /** Version 1 only. */
      intervals?: RtrIntervals;
    }
  | { type: 'cache-reset' }
  /** Router keys of BGPsec, and whatever a later version adds. */
  | { type: 'other'; code: number }
  | { type: 'error-report'; code: number; text: string }
);

/** What was received is no RTR; the session ends with an error report of this code. */
export class RtrProtocolError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'RtrProtocolError';
    this.code = code;
  }
}
