import { GuestSort } from '@orion/backstage-plugin-orion-proxmox-common';
import express from 'express';
import type { RouterDeps } from './createRouter';
import { identify } from './identify';

const DEFAULT_LIMIT = 50;

/** Reads of guests. */
export function addGuestRoutes(
  router: express.Router,
  deps: Pick<RouterDeps, 'httpAuth' | 'guests' | 'watch' | 'clusterConfigs'>,
): void {
  router.get('/guests', async (req, res) => {
    const credentials = await identify(req, deps);
    const query = req.query as Record<string, string | undefined>;
    const page = await deps.guests.list(
      {
        filter: query.filter,
        sort: (query.sort ?? 'name') as GuestSort,
        order: query.order === 'desc' ? 'desc' : 'asc',
        templates: isTrue(query.templates),
        limit: Number(query.limit ?? DEFAULT_LIMIT),
        cursor: query.cursor,
      },
      credentials,
    );
    res.json(page);
  });

  router.get('/guests/:cluster/:vmid', async (req, res) => {
    const credentials = await identify(req, deps);
    const { cluster, vmid } = req.params;
    const agent = isTrue(req.query.agent);
    res.json(
      await deps.guests.get(
        { cluster, vmid: Number(vmid) },
        { agent },
        credentials,
      ),
    );
  });
}

/** The validator may or may not have turned the text into a boolean. */
function isTrue(value: unknown): boolean {
  return String(value) === 'true';
}
