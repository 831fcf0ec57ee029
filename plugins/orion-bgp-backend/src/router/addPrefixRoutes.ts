import express from 'express';
import type { RouterDeps } from './createRouter';
import { identify } from './identify';

const DEFAULT_LIMIT = 50;
const DEFAULT_HOURS = 24;

/** Reads of what is recorded of a prefix, and of how tables went. */
export function addPrefixRoutes(
  router: express.Router,
  deps: Pick<RouterDeps, 'httpAuth' | 'intent' | 'routeHistory'>,
): void {
  const { intent, routeHistory } = deps;
  router.get('/prefix-records', async (req, res) => {
    const credentials = await identify(req, deps);
    res.json(await intent.getPrefix(String(req.query.prefix), credentials));
  });

  router.get('/prefix-history', async (req, res) => {
    const credentials = await identify(req, deps);
    const query = req.query as Record<string, string | undefined>;
    const page = await routeHistory.list(
      {
        prefix: query.prefix ?? '',
        cursor: query.cursor,
        limit: Number(query.limit ?? DEFAULT_LIMIT),
      },
      credentials,
    );
    res.json(page);
  });

  router.get('/routers/:router/growth', async (req, res) => {
    const credentials = await identify(req, deps);
    const hours = Number(req.query.hours ?? DEFAULT_HOURS);
    const { router: id } = req.params;
    res.json(await routeHistory.getGrowth(id, { hours }, credentials));
  });
}
