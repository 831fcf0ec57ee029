import {
  AdminState,
  SessionState,
  SessionTransition,
} from '@orion/backstage-plugin-orion-bgp-common';
import { messageFrom } from '../clients/bird/messageFrom';
import { TransitionRow } from '../database/tables';

/** A row as the API shows it. */
export function toTransition(row: TransitionRow): SessionTransition {
  const told = {
    adminState: row.admin_state as AdminState,
    ...(row.disabled_by && { disabledBy: row.disabled_by }),
    lastError: row.last_error ?? undefined,
    shutdownMessage: row.shutdown_message ?? undefined,
  };
  return {
    id: row.id,
    observedAt: row.observed_at.toISOString(),
    since: row.since?.toISOString(),
    from: (row.from_state ?? undefined) as SessionState | undefined,
    to: row.to_state as SessionState,
    ...told,
    shutdownMessageFrom: messageFrom(told),
    flap: row.flap,
    received: row.received ?? undefined,
    gone: row.gone || undefined,
  };
}
