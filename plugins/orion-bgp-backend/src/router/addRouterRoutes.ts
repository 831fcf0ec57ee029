import express from 'express';
import { audited } from './audited';
import type { RouterDeps } from './createRouter';
import { identify } from './identify';

/** Reads of routers. */
export function addRouterRoutes(
  router: express.Router,
  deps: Pick<RouterDeps, 'auditor' | 'httpAuth' | 'intent' | 'sessions'>,
): void {
  const { intent, sessions } = deps;
  router.get('/routers', async (req, res) => {
    res.json(await sessions.listRouters(await identify(req, deps)));
  });

  router.get('/routers/:router/management-addresses', async (req, res) => {
    const credentials = await identify(req, deps);
    res.json(await intent.getManagement(req.params.router, credentials));
  });

  router.post('/routers/:router/refresh', async (req, res) => {
    const credentials = await identify(req, deps);
    const { router: id } = req.params;
    const event = { eventId: 'router-refresh', meta: { router: id } };
    const summary = await audited(deps.auditor, req, event, () =>
      sessions.refresh(id, credentials),
    );
    res.status(202).json(summary);
  });
}
