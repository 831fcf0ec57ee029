import { DecidedStateReport } from '@orion/backstage-plugin-orion-bgp-common';
import express from 'express';
import { audited } from './audited';
import type { RouterDeps } from './createRouter';

/** What changes decided: told by the pipeline, let go by people. */
export function addDecidedRoutes(
  router: express.Router,
  deps: Pick<RouterDeps, 'auditor' | 'decisions' | 'httpAuth'>,
): void {
  const { auditor, decisions, httpAuth } = deps;
  router.put('/decided-states', async (req, res) => {
    const credentials = await httpAuth.credentials(req as never, {
      allow: ['service'],
    });
    const report = req.body as DecidedStateReport;
    const { router: id, target, name, state, changeId } = report;
    const event = {
      eventId: 'decision-report',
      meta: { router: id, target, name, state, changeId },
    };
    await audited(auditor, req, event, () =>
      decisions.report(report, credentials),
    );
    res.status(204).end();
  });

  router.delete('/decided-states/:changeId', async (req, res) => {
    const credentials = await httpAuth.credentials(req as never, {
      allow: ['user'],
    });
    const changeId = Number(req.params.changeId);
    const event = { eventId: 'decision-forget', meta: { changeId } };
    await audited(auditor, req, event, () =>
      decisions.forget(changeId, credentials),
    );
    res.status(204).end();
  });
}
