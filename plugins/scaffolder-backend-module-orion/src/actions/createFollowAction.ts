import { setTimeout as sleep } from 'node:timers/promises';
import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  ChangeDetail,
  ChangesClient,
  isTerminal,
} from '@orion/backstage-plugin-orion-changes-common';

const MAX_WAIT_MS = 30 * 60_000;
const LOOK_AGAIN_MS = 5_000;

/**
 * `orion:change:follow`, for automation: waits for a change to end, at most 30
 * minutes. Stopping the task stops the waiting and never the change.
 */
export function createFollowAction(deps: {
  auth: AuthService;
  discovery: DiscoveryService;
  maxWaitMs?: number;
  lookAgainMs?: number;
}) {
  const { maxWaitMs = MAX_WAIT_MS, lookAgainMs = LOOK_AGAIN_MS } = deps;
  return createTemplateAction({
    id: 'orion:change:follow',
    description: 'Waits for a change to end, at most 30 minutes.',
    schema: {
      input: { changeId: z => z.number().int().positive() },
      output: {
        state: z => z.string(),
        pending: z => z.boolean(),
      },
    },
    async handler(ctx) {
      const client = new ChangesClient({ discoveryApi: deps.discovery });
      const until = Date.now() + maxWaitMs;
      const look = async (): Promise<ChangeDetail> => {
        const { token } = await deps.auth.getPluginRequestToken({
          onBehalfOf: await ctx.getInitiatorCredentials(),
          targetPluginId: 'orion-changes',
        });
        return client.get(ctx.input.changeId, { token });
      };
      let state = '';
      for (;;) {
        try {
          const change = await look();
          if (change.state !== state) {
            state = change.state;
            ctx.logger.info(
              `#${change.id} is ${change.state}: ${change.next.text}`,
            );
          }
        } catch (error) {
          if (!mayPass(error)) {
            throw error;
          }
          ctx.logger.warn(
            `The change pipeline does not answer, still waiting: ${error}`,
          );
        }
        const pending =
          state === '' || !isTerminal(state as ChangeDetail['state']);
        if (!pending || Date.now() > until) {
          ctx.output('state', state || 'unknown');
          ctx.output('pending', pending);
          return;
        }
        await sleep(lookAgainMs, undefined, { signal: ctx.signal });
      }
    },
  });
}

/** A portal that restarts while a change goes on must not end the task that follows it. */
function mayPass(error: unknown): boolean {
  const { statusCode } = error as { statusCode?: number };
  return statusCode === undefined
    ? isError(error) && error.message.startsWith('fetch failed')
    : statusCode >= 500;
}
