import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { NotAllowedError } from '@backstage/errors';
import { changeAdministerPermission } from '@orion/backstage-plugin-orion-changes-common';
import express from 'express';
import { audited } from './audited';
import type { RouterDeps } from './createRouter';

/** Whether the database is older than the world, and the way out of it. */
export function addSafeModeRoutes(
  router: express.Router,
  deps: RouterDeps,
): void {
  const { auditor, callers, httpAuth, safeMode } = deps;

  const mayLeave = async (req: express.Request) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const [decision] = await deps.permissions.authorize(
      [{ permission: changeAdministerPermission }],
      { credentials },
    );
    return {
      caller: await callers.resolve(credentials),
      allowed: decision.result === AuthorizeResult.ALLOW,
    };
  };
  const admin = async (req: express.Request) => {
    const { caller, allowed } = await mayLeave(req);
    if (!allowed) {
      throw new NotAllowedError(
        'Safe mode is left by an admin. Ask one to look at the report.',
      );
    }
    return caller;
  };

  router.get('/safe-mode', async (req, res) => {
    const { allowed } = await mayLeave(req);
    const state = await safeMode.state(allowed);
    // What the report names may belong to others.
    res.json(allowed ? state : { ...state, report: undefined });
  });

  router.post('/safe-mode/report', async (req, res) => {
    await admin(req);
    safeMode.takeReport();
    res.status(202).end();
  });

  router.post('/safe-mode/leave', async (req, res) => {
    const caller = await admin(req);
    const call = {
      eventId: 'safe-mode-leave',
      request: req,
      severityLevel: 'high' as const,
      meta: { comment: req.body.comment },
    };
    await audited(auditor, call, () => deps.leaveSafeMode(caller, req.body));
    res.status(204).end();
  });
}
