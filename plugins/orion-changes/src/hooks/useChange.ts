import { useApi } from '@backstage/frontend-plugin-api';
import {
  ChangeDetail,
  ChangeState,
  isTerminal,
} from '@orion/backstage-plugin-orion-changes-common';
import {
  changesApiRef,
  Loadable,
  useLoadable,
} from '@orion/backstage-plugin-orion-react';

/** Says "something about changes is new", without saying what. */
export const CHANGES_CHANNEL = 'orion-changes';

const BUSY_POLL_MS = 2000;
const IDLE_POLL_MS = 15_000;
const busy: ChangeState[] = [
  'requested',
  'planning',
  'approved',
  'applying',
  'recovering',
  'verifying',
  'finishing',
];

/** One change, kept up to date until it ends. */
export function useChange(id: number): Loadable<ChangeDetail> {
  const api = useApi(changesApiRef);
  return useLoadable(() => api.get(id), [api, id], {
    channel: CHANGES_CHANNEL,
    pollMs: change => pollInterval(change),
  });
}

function pollInterval(change: ChangeDetail | undefined): number | undefined {
  if (!change) {
    return IDLE_POLL_MS;
  }
  const over = isTerminal(change.state) && change.cleanup !== 'pending';
  if (over) {
    return undefined;
  }
  return busy.includes(change.state) ? BUSY_POLL_MS : IDLE_POLL_MS;
}
