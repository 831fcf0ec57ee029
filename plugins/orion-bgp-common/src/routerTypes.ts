import { Freshness } from '@orion/backstage-plugin-orion-common';
import { AfiSafi, RouterIdentity } from './types';

/** A cache of validated ROAs that a daemon asks by itself. @public */
export interface RpkiCache {
  /** BIRD's name of the protocol, GoBGP's `address:port`. */
  name: string;
  /** The daemon has what the cache has. */
  up: boolean;
  /** Validated ROA payloads the daemon took from it; absent while it has none. */
  vrps: { ipv4?: number; ipv6?: number };
}

/** What writes a daemon's choice into the kernel. @public */
export interface FibWriter {
  /** BIRD's name of the protocol. */
  name: string;
  family: AfiSafi;
  up: boolean;
  /** Routes it hands to the kernel now, by the daemon's own count. */
  routes?: number;
}

/** What a policy without a verdict comes to. @public */
export type DefaultAction = 'accept' | 'reject';

/** What a daemon does beside its sessions. @public */
export interface RouterParts {
  rpkiCaches: RpkiCache[];
  /** Empty when the daemon leaves the kernel alone, as GoBGP does. */
  fibWriters: FibWriter[];
  /**
   * Of all neighbors together. Absent where each session has a filter of its own
   * (BIRD), and where the daemon does not say.
   */
  defaultPolicy?: { import: DefaultAction; export: DefaultAction };
}

/** A router as ORION last saw it. @public */
export interface Router {
  /** Its id in the configuration. */
  id: string;
  title: string;
  /** Absent before the first answer. */
  identity?: RouterIdentity;
  /** Absent before the first answer. */
  parts?: RouterParts;
  /** What is amiss with it or its settings, as sentences; its answers are whole all the same. */
  notes: string[];
  /** The autonomous system it speaks for, from the configuration. */
  asn: number;
  sessions: { total: number; established: number; disabled: number };
  /** Whether the last answer had everything. */
  complete: boolean;
  /** Changes may configure it by Ansible. */
  configurable: boolean;
  freshness: Freshness;
}

/** @public */
export interface RouterList {
  items: Router[];
  /** What to do when there is none. */
  note?: string;
}
