import { Check } from './Check';

/** Checks of systems this release does not read yet: said plainly, never ok. */
export const notConnected: Check[] = [
  create(
    'cluster-healthy',
    'Cluster healthy',
    'Kubernetes cluster',
    'the platform domain (orion-platform)',
  ),
  create(
    'pods-running',
    'All pods running',
    'Kubernetes cluster',
    'the platform domain (orion-platform)',
  ),
  create(
    'agents-responding',
    'Agents responding',
    'agent',
    'the agents domain (orion-agents)',
  ),
  create(
    'monitoring-collecting',
    'Monitoring collecting',
    'Prometheus',
    'the monitoring of the platform domain',
  ),
];

function create(
  id: Check['id'],
  title: string,
  what: string,
  where: string,
): Check {
  return {
    id,
    title,
    run: async () => ({
      state: 'not-connected',
      summary: `No ${what} is connected.`,
      nextStep: `Install and configure ${where}, then this check answers.`,
    }),
  };
}
