import {
  AuditorService,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  changeAuditPermission,
  changeStates,
  changeSubmitPermission,
  ChangeState,
} from '@orion/backstage-plugin-orion-changes-common';
import express from 'express';
import { isStorable } from '../database/storable';
import { createOpenApiRouter } from '../schema/openapi/generated';
import { RecordVerdict } from '../record/verifyRecord';
import { CallerResolver } from '../services/CallerResolver';
import { SafeMode } from '../safety/SafeMode';
import { ChangeService } from '../services/ChangeService';
import type { Caller } from '../services/types';
import { addSafeModeRoutes } from './addSafeModeRoutes';
import { audited } from './audited';

/** An input may have 64 KiB; JSON escapes and the rest of a request come on top. */
const MAX_BODY = '192kb';

export interface RouterDeps {
  auditor: AuditorService;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  callers: CallerResolver;
  changes: ChangeService;
  safeMode: SafeMode;
  leaveSafeMode(
    caller: Caller,
    exit: { comment: string; idToken: string },
  ): Promise<void>;
  verifyRecord: () => Promise<RecordVerdict>;
}

/** Identify, call, answer. What may be done is decided in the service. */
export async function createRouter(deps: RouterDeps): Promise<express.Router> {
  const { auditor, httpAuth, callers, changes } = deps;
  // Before the validating router, which makes a 400 of every error of its own parser: too large is 413.
  const outer = express.Router();
  outer.use(express.json({ limit: MAX_BODY }));
  const parsed: express.RequestHandler = (_req, _res, next) => next();
  const router = (await createOpenApiRouter({
    middleware: [parsed],
  })) as unknown as express.Router;
  outer.use(router);

  router.get('/kinds', async (req, res) => {
    await callers.resolve(await httpAuth.credentials(req, { allow: ['user'] }));
    res.json({ items: changes.submissions.listKinds() });
  });

  router.get('/changes', async (req, res) => {
    const caller = await callers.resolve(
      await httpAuth.credentials(req, { allow: ['user'] }),
    );
    const query = readQuery(req.query as Record<string, unknown>);
    const page = await changes.list(
      {
        view: (query.view ?? 'all') as 'mine' | 'waiting' | 'all',
        state: readStates(query.state),
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
    const { kind, dryRun = false } = req.body;
    const call = {
      eventId: 'change-submit',
      request: req,
      severityLevel: 'medium' as const,
      meta: { kind, dryRun },
    };
    await audited(auditor, call, async () => {
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
      if (dryRun) {
        const answer = await changes.submissions.dryRun(
          req.body,
          caller,
          signal,
        );
        res.json({ created: false, dryRun: answer });
        return;
      }
      const result = await changes.submissions.submit(req.body, caller, signal);
      res.status(result.created ? 201 : 200).json(result);
    });
  });

  router.get('/changes/:changeId', async (req, res) => {
    const caller = await callers.resolve(
      await httpAuth.credentials(req, { allow: ['user'] }),
    );
    const { changeId } = req.params;
    const call = {
      eventId: 'change-read',
      request: req,
      meta: { changeId, part: 'plan' },
    };
    res.json(await audited(auditor, call, () => changes.get(changeId, caller)));
  });

  router.get('/changes/:changeId/log', async (req, res) => {
    const caller = await callers.resolve(
      await httpAuth.credentials(req, { allow: ['user'] }),
    );
    const { run, offset: from } = req.query as {
      run?: string;
      offset?: string;
    };
    const { changeId } = req.params;
    const offset = Number(from ?? 0);
    const read = () => changes.readLog(changeId, run, offset, caller);
    const call = {
      eventId: 'change-read',
      request: req,
      meta: { changeId, part: 'log' },
    };
    // A log is followed in many pieces; its first one tells who reads it.
    res.json(offset > 0 ? await read() : await audited(auditor, call, read));
  });

  for (const decision of ['approve', 'reject'] as const) {
    router.post(`/changes/:changeId/${decision}`, async (req, res) => {
      // Service principals are refused here, a plugin acting for a person in the service.
      const caller = await callers.resolve(
        await httpAuth.credentials(req, { allow: ['user'] }),
      );
      const { changeId } = req.params;
      const call = {
        eventId: `change-${decision}`,
        request: req,
        severityLevel: 'high' as const,
        meta: { changeId, digest: req.body.digest },
      };
      await audited(auditor, call, () =>
        changes[decision](changeId, req.body, caller),
      );
      res.status(204).end();
    });
  }

  for (const action of ['cancel', 'recover'] as const) {
    router.post(`/changes/:changeId/${action}`, async (req, res) => {
      const caller = await callers.resolve(
        await httpAuth.credentials(req, { allow: ['user'] }),
      );
      const { changeId } = req.params;
      const call = {
        eventId: `change-${action}`,
        request: req,
        severityLevel: 'medium' as const,
        meta: { changeId },
      };
      await audited(auditor, call, () =>
        changes[action](changeId, req.body.comment, caller),
      );
      res.status(202).end();
    });
  }

  router.post('/changes/:changeId/settle', async (req, res) => {
    const caller = await callers.resolve(
      await httpAuth.credentials(req, { allow: ['user'] }),
    );
    const { changeId } = req.params;
    const call = {
      eventId: 'change-settle',
      request: req,
      severityLevel: 'high' as const,
      meta: { changeId, outcome: req.body.outcome },
    };
    await audited(auditor, call, () =>
      changes.settle(changeId, req.body, caller),
    );
    res.status(202).end();
  });

  addSafeModeRoutes(router, deps);

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
    const call = { eventId: 'record-verify', request: req };
    res.json(await audited(auditor, call, () => deps.verifyRecord()));
  });

  return outer;
}

/** Query texts as the database takes them. */
function readQuery(
  query: Record<string, unknown>,
): Record<string, string | undefined> {
  for (const [key, value] of Object.entries(query)) {
    if (!isStorable(value)) {
      throw new InputError(
        `${key}: holds a character that cannot be searched for`,
      );
    }
  }
  return query as Record<string, string | undefined>;
}

function readStates(text: string | undefined): ChangeState[] | undefined {
  const states = text?.split(',').filter(state => state.length > 0);
  const unknown = states?.find(
    state => !changeStates.includes(state as ChangeState),
  );
  if (unknown) {
    throw new InputError(
      `state: "${unknown}" is not one of ${changeStates.join(', ')}`,
    );
  }
  return states as ChangeState[] | undefined;
}

/** Aborts upstream calls when the caller hangs up before the answer. */
function abortWith(res: express.Response): AbortSignal {
  const controller = new AbortController();
  res.on('close', () => controller.abort());
  return controller.signal;
}
