import express from 'express';
import type { RouterDeps } from './createRouter';
import { identify } from './identify';

const DEFAULT_LIMIT = 50;
const DEFAULT_HOURS = 24;

/** Reads of sessions. */
export function addSessionRoutes(
  router: express.Router,
  deps: Pick<RouterDeps, 'httpAuth' | 'sessions'>,
): void {
  const { sessions } = deps;
  router.get('/sessions', async (req, res) => {
    const credentials = await identify(req, deps);
    const query = req.query as Record<string, string | undefined>;
    const { asn, router: id, cursor, limit } = query;
    const asked = {
      router: id,
      asn: asn === undefined ? undefined : Number(asn),
      cursor,
      limit: limit === undefined ? undefined : Number(limit),
    };
    res.json(await sessions.list(asked, credentials));
  });

  router.get('/trends', async (req, res) => {
    res.json(await sessions.listTrends(await identify(req, deps)));
  });

  router.get('/routers/:router/sessions/:session', async (req, res) => {
    const credentials = await identify(req, deps);
    res.json(await sessions.get(keyOf(req), credentials));
  });

  router.get(
    '/routers/:router/sessions/:session/transitions',
    async (req, res) => {
      const credentials = await identify(req, deps);
      const query = req.query as Record<string, string | undefined>;
      const page = {
        cursor: query.cursor,
        limit: Number(query.limit ?? DEFAULT_LIMIT),
      };
      res.json(await sessions.listTransitions(keyOf(req), page, credentials));
    },
  );

  router.get(
    '/routers/:router/sessions/:session/counters',
    async (req, res) => {
      const credentials = await identify(req, deps);
      const hours = Number(req.query.hours ?? DEFAULT_HOURS);
      res.json(await sessions.getCounters(keyOf(req), { hours }, credentials));
    },
  );
}

function keyOf(req: express.Request) {
  const { router, session } = req.params;
  return { router, session };
}
