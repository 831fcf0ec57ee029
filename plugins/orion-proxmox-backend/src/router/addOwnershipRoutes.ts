import { GuestOwnership } from '@orion/backstage-plugin-orion-proxmox-common';
import express from 'express';
import { audited } from './audited';
import type { RouterDeps } from './createRouter';

const PATH = '/guests/:cluster/:vmid/ownership';

/** Who owns a guest, for the change pipeline. */
export function addOwnershipRoutes(
  router: express.Router,
  deps: Pick<RouterDeps, 'auditor' | 'httpAuth' | 'ownership'>,
): void {
  const { auditor, httpAuth, ownership } = deps;
  const identifyService = (req: express.Request) =>
    httpAuth.credentials(req as never, { allow: ['service'] });

  router.get(PATH, async (req, res) => {
    res.json(await ownership.get(keyOf(req), await identifyService(req)));
  });

  router.put(PATH, async (req, res) => {
    const credentials = await identifyService(req);
    const guest = keyOf(req);
    const body = req.body as GuestOwnership;
    const { owner, changeId } = body;
    const event = {
      eventId: 'ownership-write',
      meta: { ...guest, owner, changeId },
    };
    await audited(auditor, req, event, () =>
      ownership.put(guest, body, credentials),
    );
    res.status(204).end();
  });

  router.delete(PATH, async (req, res) => {
    const credentials = await identifyService(req);
    const guest = keyOf(req);
    const event = { eventId: 'ownership-remove', meta: { ...guest } };
    await audited(auditor, req, event, () =>
      ownership.remove(guest, credentials),
    );
    res.status(204).end();
  });
}

function keyOf(req: express.Request): { cluster: string; vmid: number } {
  return { cluster: String(req.params.cluster), vmid: Number(req.params.vmid) };
}
