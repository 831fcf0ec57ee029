import { GuestPage } from '@orion/backstage-plugin-orion-proxmox-common';
import { Finding } from './Check';

/** What is to be said when the fleet is not known well enough to judge it; else undefined. */
export function staleFinding({
  freshness,
  note,
}: GuestPage): Finding | undefined {
  if (freshness.length === 0) {
    return {
      state: 'not-connected',
      summary: 'No Proxmox cluster is connected.',
      nextStep:
        note ??
        'Add one under orion.proxmox.clusters in app-config.local.yaml.',
    };
  }
  const stale = freshness.filter(source => source.stale);
  if (stale.length === 0) {
    return undefined;
  }
  const [{ source, fetchedAt, error }] = stale;
  const since = fetchedAt
    ? `has not answered since ${fetchedAt}`
    : 'has never answered';
  return {
    state: 'unknown',
    summary: `${source} ${since}, so nobody knows.${error ? ` ${error}` : ''}`,
    nextStep: 'Check that the cluster and its read token work: ./orion doctor.',
  };
}
