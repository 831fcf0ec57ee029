import {
  RouterIdentity,
  RouterParts,
  SessionReading,
} from '@orion/backstage-plugin-orion-bgp-common';

export interface RouterRow {
  id: string;
  identity: RouterIdentity;
  /** Empty before it was read. */
  parts: RouterParts | null;
  /** See `RouterReading.notes`. */
  notes: string[];
}

export interface SessionRow {
  router: string;
  name: string;
  reading: SessionReading;
  first_seen_at: Date;
  gone_at: Date | null;
  /** What it spoke from when it was seen up last, and when that was noted. */
  seen_local: string | null;
  seen_local_at: Date | null;
}

/** A session beside the flaps ORION counted. PostgreSQL hands bigint over as text. */
export type ListedSessionRow = SessionRow & {
  flaps_day: string;
  flaps_week: string;
  last_flap_at: Date | null;
};

export interface TransitionRow {
  id: string;
  router: string;
  session: string;
  observed_at: Date;
  since: Date | null;
  from_state: string | null;
  to_state: string;
  admin_state: string;
  disabled_by: 'daemon' | null;
  last_error: string | null;
  shutdown_message: string | null;
  flap: boolean;
  received: Record<string, number> | null;
  gone: boolean;
}

export interface SilenceRow {
  router: string;
  began_at: Date;
  ended_at: Date;
}
