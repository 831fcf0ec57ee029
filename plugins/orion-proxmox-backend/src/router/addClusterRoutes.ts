import express from 'express';
import { audited } from './audited';
import type { RouterDeps } from './createRouter';
import { identify } from './identify';

/** Clusters, their options, and the wish for a new look. */
export function addClusterRoutes(
  router: express.Router,
  deps: Pick<
    RouterDeps,
    'auditor' | 'httpAuth' | 'clusters' | 'watch' | 'clusterConfigs'
  >,
): void {
  const { clusters } = deps;

  router.get('/clusters', async (req, res) => {
    res.json(await clusters.list(await identify(req, deps)));
  });

  router.get('/clusters/:cluster/options', async (req, res) => {
    const credentials = await identify(req, deps);
    res.json(await clusters.getOptions(req.params.cluster, credentials));
  });

  router.post('/clusters/:cluster/refresh', async (req, res) => {
    const credentials = await identify(req, deps);
    const { cluster } = req.params;
    const event = { eventId: 'cluster-refresh', meta: { cluster } };
    const summary = await audited(deps.auditor, req, event, () =>
      clusters.refresh(cluster, credentials),
    );
    res.status(202).json(summary);
  });
}
