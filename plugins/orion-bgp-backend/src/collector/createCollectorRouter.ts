import { HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError } from '@backstage/errors';
import express, { json } from 'express';
import Router from 'express-promise-router';
import { AskOptions } from '../rib/worker/RibWorker';
import {
  CHANGES_PLUGIN,
  CollectorCall,
  collectorCallers,
  collectorCalls,
} from './CollectorCalls';
import { CollectorService } from './CollectorService';

/** A search brings what is known of every neighbor: some 100 bytes for each of thousands. */
const MAX_BODY = '2mb';

/** `POST /calls/<name>`, for the plugins of {@link collectorCallers} alone. */
export function createCollectorRouter(deps: {
  collector: CollectorService;
  httpAuth: HttpAuthService;
}): express.Router {
  const { collector, httpAuth } = deps;
  const router = Router();
  const readBody = json({ limit: MAX_BODY });
  router.post('/calls/:call', async (req, res, next) => {
    const credentials = await httpAuth.credentials(req as never, {
      allow: ['service'],
    });
    const { subject } = credentials.principal;
    res.locals.call = findCall(subject, req.params.call);
    // Nobody but plugins asks here, and each knows what it asks for.
    res.locals.ahead = subject === CHANGES_PLUGIN || req.query.ahead === 'true';
    // Of a stranger not even the body is read.
    readBody(req, res, next);
  });
  router.post('/calls/:call', async (req, res) => {
    const { ahead, call } = res.locals;
    const gone = new AbortController();
    res.on('close', () => gone.abort());
    const asker = { ahead, signal: gone.signal };
    try {
      res.json(await answer(collector, call, req.body, asker));
    } catch (error) {
      // Nobody is there to be told, and it is no fault to be logged.
      if (!gone.signal.aborted) {
        throw error;
      }
    }
  });
  return router;
}

/** @throws InputError for a call there is not, NotAllowedError for one that is not the caller's. */
function findCall(subject: string, name: string): CollectorCall {
  const allowed = Object.hasOwn(collectorCallers, subject)
    ? collectorCallers[subject]
    : undefined;
  if (!allowed) {
    throw new NotAllowedError(`${subject} may not ask the collector`);
  }
  const call = collectorCalls.find(one => one === name);
  if (!call) {
    throw new InputError(`The collector has no call ${name}`);
  }
  if (!allowed.includes(call)) {
    throw new NotAllowedError(`${subject} may not ask for ${call}`);
  }
  return call;
}

async function answer<K extends CollectorCall>(
  collector: CollectorService,
  call: K,
  input: unknown,
  asker: AskOptions,
): Promise<unknown> {
  return collector.calls[call](input as never, asker);
}
