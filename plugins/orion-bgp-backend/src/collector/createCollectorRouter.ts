import { HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError } from '@backstage/errors';
import express, { json } from 'express';
import Router from 'express-promise-router';
import {
  CollectorCall,
  collectorCallers,
  collectorCalls,
} from './CollectorCalls';
import { CollectorService } from './CollectorService';

/** `POST /calls/<name>`, for the plugins of {@link collectorCallers} alone. */
export function createCollectorRouter(deps: {
  collector: CollectorService;
  httpAuth: HttpAuthService;
}): express.Router {
  const { collector, httpAuth } = deps;
  const router = Router();
  router.use(json({ limit: '16kb' }));
  router.post('/calls/:call', async (req, res) => {
    const credentials = await httpAuth.credentials(req as never, {
      allow: ['service'],
    });
    const { subject } = credentials.principal;
    const allowed = Object.hasOwn(collectorCallers, subject)
      ? collectorCallers[subject]
      : undefined;
    if (!allowed) {
      throw new NotAllowedError(`${subject} may not ask the collector`);
    }
    const call = collectorCalls.find(name => name === req.params.call);
    if (!call) {
      throw new InputError(`The collector has no call ${req.params.call}`);
    }
    if (!allowed.includes(call)) {
      throw new NotAllowedError(`${subject} may not ask for ${call}`);
    }
    res.json(await answer(collector, call, req.body));
  });
  return router;
}

async function answer<K extends CollectorCall>(
  collector: CollectorService,
  call: K,
  input: unknown,
): Promise<unknown> {
  return collector.calls[call](input as never);
}
