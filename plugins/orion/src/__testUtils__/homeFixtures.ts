import { CheckResult } from '@orion/backstage-plugin-orion-common';
import { ChangeSummary } from '@orion/backstage-plugin-orion-changes-common';

// One moment for all: rows are ordered by deadline, and a clock that ticks between two of them would decide the order.
const NOW = Date.now();

const at = (minutesAgo: number) =>
  new Date(NOW - minutesAgo * 60_000).toISOString();

/** The seven checks with every state among them. */
export function mixedChecks(): CheckResult[] {
  const notConnected = (what: string, where: string) => ({
    state: 'not-connected' as const,
    summary: `No ${what} is connected.`,
    nextStep: `Install and configure ${where}, then this check answers.`,
  });
  const answers: Pick<
    CheckResult,
    'id' | 'title' | 'state' | 'summary' | 'nextStep' | 'value'
  >[] = [
    {
      id: 'guests-running',
      title: 'Guests running',
      state: 'failed',
      summary: '8 of 9 guests run: db-2 is stopped.',
      nextStep:
        'Start r730/101, or list it under orion.checks.expectedStopped.',
      value: { good: 8, total: 9 },
    },
    {
      id: 'bgp-established',
      title: 'BGP sessions established',
      ...notConnected('router', 'the BGP domain'),
    },
    {
      id: 'cluster-healthy',
      title: 'Cluster healthy',
      state: 'warning',
      summary: '3 of 3 nodes are ready; k3s-2 is low on disk.',
      value: { good: 3, total: 3 },
    },
    {
      id: 'pods-running',
      title: 'All pods running',
      state: 'unknown',
      summary: 'This check could not be run: the cluster does not answer.',
      nextStep: 'See the log of the portal, then run ./orion doctor.',
    },
    {
      id: 'netbox-synced',
      title: 'NetBox in sync',
      state: 'ok',
      summary: 'NetBox answers and has 4 of 4 addresses.',
      value: { good: 4, total: 4 },
    },
    {
      id: 'agents-responding',
      title: 'Agents responding',
      ...notConnected('agent', 'the agents domain'),
    },
    {
      id: 'monitoring-collecting',
      title: 'Monitoring collecting',
      ...notConnected('Prometheus', 'the monitoring'),
    },
  ];
  return answers.map((answer, index) => ({
    ...answer,
    number: index + 1,
    checkedAt: at(0),
  }));
}

/** The checks of an installation that has nothing but Proxmox and NetBox yet. */
export function quietChecks(): CheckResult[] {
  return mixedChecks().map(({ id, number, title, checkedAt }) => ({
    id,
    number,
    title,
    checkedAt,
    ...(id === 'guests-running' || id === 'netbox-synced'
      ? { state: 'ok', summary: 'All is well.' }
      : { state: 'not-connected', summary: 'Nothing is connected.' }),
  }));
}

function change(over: Partial<ChangeSummary>): ChangeSummary {
  return {
    id: 1040,
    kind: 'virtual-machine.create',
    title: 'Create web-01',
    state: 'awaiting-approval',
    destructive: false,
    requester: 'user:default/operator',
    owner: 'group:default/team-net',
    target: { system: 'proxmox:r730', name: 'web-01' },
    createdAt: at(9),
    updatedAt: at(8),
    ...over,
  };
}

/** What waits for a decision; the most urgent one is not the newest. */
export const waiting: ChangeSummary[] = [
  change({ id: 1043, deadlineAt: at(-52.5) }),
  change({
    id: 1041,
    kind: 'virtual-machine.destroy',
    title: 'Destroy db-2',
    destructive: true,
    deadlineAt: at(-8.5),
  }),
];

export const mine: ChangeSummary[] = [
  change({ id: 1042, title: 'Create build-7', state: 'applying' }),
  change({ id: 1039, title: 'Create mail-1', state: 'needs-attention' }),
];

export const ended: ChangeSummary[] = [
  change({ id: 1038, title: 'Create dns-2', state: 'succeeded' }),
];
