import express from 'express';
import type { RouterDeps } from './createRouter';
import { identify } from './identify';

/** Names of autonomous systems. */
export function addAsNameRoutes(
  router: express.Router,
  deps: Pick<RouterDeps, 'asNames' | 'httpAuth'>,
): void {
  router.get('/as-names', async (req, res) => {
    const credentials = await identify(req, deps);
    const { asns } = req.query as { asns?: string };
    res.json(await deps.asNames.find(asns ?? '', credentials));
  });
}
