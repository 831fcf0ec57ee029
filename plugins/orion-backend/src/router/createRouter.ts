import { HttpAuthService } from '@backstage/backend-plugin-api';
import express from 'express';
import { CheckService } from '../checks/CheckService';
import { createOpenApiRouter } from '../schema/openapi/generated';

/** Identify, call, answer. What may be read is decided in the service. */
export async function createRouter(deps: {
  httpAuth: HttpAuthService;
  checks: CheckService;
}): Promise<express.Router> {
  const router = (await createOpenApiRouter()) as unknown as express.Router;

  router.get('/checks', async (req, res) => {
    const credentials = await deps.httpAuth.credentials(req as never, {
      allow: ['user', 'service'],
    });
    res.json({ items: await deps.checks.list(credentials) });
  });

  return router;
}
