import {
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  changeAuditPermission,
  changeSubmitPermission,
  ChangeState,
} from '@orion/backstage-plugin-orion-changes-common';
import express from 'express';
import { createOpenApiRouter } from '../schema/openapi/generated';
import { RecordVerdict } from '../record/verifyRecord';
import { CallerResolver } from '../services/CallerResolver';
import { ChangeService } from '../services/ChangeService';

export interface RouterDeps {
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  callers: CallerResolver;
  changes: ChangeService;
  verifyRecord: () => Promise<RecordVerdict>;
}

/** Identify, call, answer. What may be done is decided in the service. */
export async function createRouter(deps: RouterDeps): Promise<express.Router> {
  const { httpAuth, callers, changes } = deps;
  const router = (await createOpenApiRouter()) as unknown as express.Router;

  router.get('/kinds', async (req, res) => {
    await callers.resolve(await httpAuth.credentials(req, { allow: ['user'] }));
    res.json({ items: changes.listKinds() });
  });

  router.get('/changes', async (req, res) => {
    const caller = await callers.resolve(
      await httpAuth.credentials(req, { allow: ['user'] }),
    );
    const query = req.query as Record<string, string | undefined>;
    const page = await changes.list(
      {
        view: (query.view ?? 'all') as 'mine' | 'waiting' | 'all',
        state: query.state?.split(',') as ChangeState[] | undefined,
        kind: query.kind,
        owner: query.owner,
        targetRef: query.targetRef,
        text: query.text,
        limit: Number(query.limit ?? 25),
        cursor: query.cursor,
      },
      caller,
    );
    const { items, nextCursor, total } = page;
    res.json({ items, nextCursor, total });
  });

  router.post('/changes', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const [decision] = await deps.permissions.authorize(
      [{ permission: changeSubmitPermission }],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        'Submitting changes needs the operator role. Ask an admin for a group with it.',
      );
    }
    const caller = await callers.resolve(credentials);
    const signal = abortWith(res);
    if (req.body.dryRun) {
      const dryRun = await changes.dryRun(req.body, caller, signal);
      res.json({ created: false, dryRun });
      return;
    }
    const result = await changes.submit(req.body, caller, signal);
    res.status(result.created ? 201 : 200).json(result);
  });

  router.get('/changes/:changeId', async (req, res) => {
    const caller = await callers.resolve(
      await httpAuth.credentials(req, { allow: ['user'] }),
    );
    res.json(await changes.get(req.params.changeId, caller));
  });

  router.get('/changes/:changeId/log', async (req, res) => {
    const caller = await callers.resolve(
      await httpAuth.credentials(req, { allow: ['user'] }),
    );
    const { run, offset } = req.query as { run?: string; offset?: string };
    res.json(
      await changes.readLog(req.params.changeId, run, Number(offset ?? 0), caller),
    );
  });

  for (const decision of ['approve', 'reject'] as const) {
    router.post(`/changes/:changeId/${decision}`, async (req, res) => {
      // Service principals are refused here, a plugin acting for a person in the service.
      const caller = await callers.resolve(
        await httpAuth.credentials(req, { allow: ['user'] }),
      );
      await changes[decision](req.params.changeId, req.body, caller);
      res.status(204).end();
    });
  }

  for (const action of ['cancel', 'recover'] as const) {
    router.post(`/changes/:changeId/${action}`, async (req, res) => {
      const caller = await callers.resolve(
        await httpAuth.credentials(req, { allow: ['user'] }),
      );
      await changes[action](req.params.changeId, req.body.comment, caller);
      res.status(202).end();
    });
  }

  router.get('/record/verify', async (req, res) => {
    const credentials = await httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    const [decision] = await deps.permissions.authorize(
      [{ permission: changeAuditPermission }],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError('Reading the record needs the admin role.');
    }
    res.json(await deps.verifyRecord());
  });

  return router;
}

/** Aborts upstream calls when the caller hangs up before the answer. */
function abortWith(res: express.Response): AbortSignal {
  const controller = new AbortController();
  res.on('close', () => controller.abort());
  return controller.signal;
}
