import { RouteMatch } from '@orion/backstage-plugin-orion-bgp-common';
import express from 'express';
import type { RouterDeps } from './createRouter';
import { identify } from './identify';

const DEFAULT_LIMIT = 50;

/** Reads of route tables. */
export function addRouteRoutes(
  router: express.Router,
  deps: Pick<RouterDeps, 'httpAuth' | 'ownPrefixes' | 'routes'>,
): void {
  const { ownPrefixes, routes } = deps;
  router.get('/routes', async (req, res) => {
    const credentials = await identify(req, deps);
    const query = req.query as Record<string, string | undefined>;
    const page = await routes.search(
      {
        q: query.q ?? '',
        match: query.match as RouteMatch | undefined,
        router: query.router,
        limit: Number(query.limit ?? DEFAULT_LIMIT),
        cursor: query.cursor,
      },
      credentials,
    );
    res.json(page);
  });

  router.get(
    '/routers/:router/sessions/:session/refusals',
    async (req, res) => {
      const credentials = await identify(req, deps);
      const { router: id, session } = req.params;
      res.json(await routes.countReasons({ router: id, session }, credentials));
    },
  );

  router.get('/own-aggregates', async (req, res) => {
    res.json(await ownPrefixes.getAggregates(await identify(req, deps)));
  });

  router.get('/own-prefixes', async (req, res) => {
    res.json(await ownPrefixes.list(await identify(req, deps)));
  });

  router.get('/tables', async (req, res) => {
    res.json(await routes.listTables(await identify(req, deps)));
  });
}
