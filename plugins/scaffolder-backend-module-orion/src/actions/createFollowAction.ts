import { setTimeout as sleep } from 'node:timers/promises';
import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
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
}) {
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
      const until = Date.now() + MAX_WAIT_MS;
      let last = '';
      for (;;) {
        const { token } = await deps.auth.getPluginRequestToken({
          onBehalfOf: await ctx.getInitiatorCredentials(),
          targetPluginId: 'orion-changes',
        });
        const change = await client.get(ctx.input.changeId, { token });
        if (change.state !== last) {
          last = change.state;
          ctx.logger.info(
            `#${change.id} is ${change.state}: ${change.next.text}`,
          );
        }
        const pending = !isTerminal(change.state);
        if (!pending || Date.now() > until) {
          ctx.output('state', change.state);
          ctx.output('pending', pending);
          return;
        }
        await sleep(LOOK_AGAIN_MS, undefined, { signal: ctx.signal });
      }
    },
  });
}
