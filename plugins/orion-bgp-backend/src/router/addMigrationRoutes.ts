import { ComparisonScope } from '@orion/backstage-plugin-orion-bgp-common';
import express from 'express';
import type { RouterDeps } from './createRouter';
import { identify } from './identify';

const DEFAULT_LIMIT = 50;

/** Reads of the migration, and what a change tells about it. */
export function addMigrationRoutes(
  router: express.Router,
  deps: Pick<RouterDeps, 'httpAuth' | 'migration'>,
): void {
  const { migration } = deps;
  router.get('/migration', async (req, res) => {
    const { sessions } = req.query as Record<string, string | undefined>;
    const credentials = await identify(req, deps);
    res.json(await migration.get(credentials, sessions?.split(',')));
  });

  router.post('/migration/rehearsals', async (req, res) => {
    const credentials = await deps.httpAuth.credentials(req as never, {
      allow: ['service'],
    });
    await migration.keepRehearsal(req.body, credentials);
    res.status(204).end();
  });

  router.get('/migration/differences', async (req, res) => {
    const credentials = await identify(req, deps);
    const query = req.query as Record<string, string | undefined>;
    const page = await migration.listDifferences(
      {
        scope: query.scope as ComparisonScope,
        neighbor: query.neighbor,
        limit: Number(query.limit ?? DEFAULT_LIMIT),
        cursor: query.cursor,
      },
      credentials,
    );
    res.json(page);
  });
  router.get('/migration/kernel-differences', async (req, res) => {
    const credentials = await identify(req, deps);
    const query = req.query as Record<string, string | undefined>;
    const page = await migration.listKernelDifferences(
      {
        router: query.router ?? '',
        limit: Number(query.limit ?? DEFAULT_LIMIT),
        cursor: query.cursor,
      },
      credentials,
    );
    res.json(page);
  });
}
