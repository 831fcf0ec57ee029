import { ChecksConfig } from '../readChecksConfig';
import { Check, Finding } from './Check';
import { FleetReader } from './FleetReader';
import { staleFinding } from './staleFinding';

const MAX_NAMED = 5;
/** Locks of Proxmox on a guest that is not complete yet. */
const MAKING = ['clone', 'create'];

/** 1: every guest runs that is no template and not stopped on purpose. */
export function createGuestsRunning(deps: {
  fleet: FleetReader;
  config: ChecksConfig;
}): Check {
  return {
    id: 'guests-running',
    title: 'All guests running',
    run: async signal => {
      const page = await deps.fleet.list('-status:running', signal);
      return staleFinding(page) ?? judge(page, deps.config);
    },
  };
}

function judge(
  { items, counts }: Awaited<ReturnType<FleetReader['list']>>,
  { expectedStopped }: ChecksConfig,
): Finding {
  // A guest that is being made does not run yet, and nobody has to start it.
  const made = items.filter(({ lock }) => !MAKING.includes(lock ?? ''));
  const making = items.length - made.length;
  const down = made.filter(
    ({ cluster, vmid, status }) =>
      status !== 'stopped' || !expectedStopped.has(`${cluster}/${vmid}`),
  );
  const onPurpose = made.length - down.length;
  const total = counts.all - onPurpose - making;
  const value = { good: Math.max(0, total - down.length), total };
  const aside = [
    onPurpose > 0 ? ` ${onPurpose} stopped on purpose.` : '',
    making > 0 ? ` ${making} being made.` : '',
  ].join('');
  if (down.length === 0) {
    return {
      state: 'ok',
      summary: `${value.good} of ${total} guests run.${aside}`,
      value,
    };
  }
  const names = down
    .slice(0, MAX_NAMED)
    .map(
      ({ cluster, vmid, name, status }) =>
        `${name ?? vmid} (${cluster}/${vmid}) is ${status}`,
    );
  const more =
    down.length > MAX_NAMED ? `, and ${down.length - MAX_NAMED} more` : '';
  const unknown = down.every(({ status }) => status === 'unknown');
  return {
    state: unknown ? 'unknown' : 'failed',
    summary: `${value.good} of ${total} guests run: ${names.join(
      ', ',
    )}${more}.${aside}`,
    nextStep: unknown
      ? 'Look at the node of these guests: Proxmox does not know their state.'
      : 'Start them, or name those that are stopped on purpose in orion.checks.expectedStopped.',
    value,
  };
}
