import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { changeSubmitPermission } from '@orion/backstage-plugin-orion-changes-common';
import { ActionDeps, callerOf } from './callerOf';

const MAX_MS = 30_000;

/**
 * Orders, or tries an order dry. It alters nothing by itself: the change waits
 * for a person's approval. No action decides on a change, and none ever will.
 */
export function createSubmitChangeAction(
  registry: ActionsRegistryService,
  deps: ActionDeps,
): void {
  registry.register({
    name: 'submit-change',
    title: 'Submit a change',
    description:
      'Submits a change of an installed kind, for example virtual-machine.create, as you. With dryRun only policy and quota are judged. Another person approves the plan in the portal before anything is altered.',
    attributes: { destructive: false, idempotent: true },
    schema: {
      input: z =>
        z.object({
          kind: z.string().min(3).max(100),
          input: z.record(z.unknown()),
          idempotencyKey: z.string().min(8).max(200),
          description: z.string().max(2000).optional(),
          dryRun: z.boolean().default(false),
        }),
      output: z =>
        z.object({
          id: z.number().optional(),
          created: z.boolean(),
          dryRun: z.record(z.unknown()).optional(),
        }),
    },
    async action({ input, credentials }) {
      const [decision] = await deps.permissions.authorize(
        [{ permission: changeSubmitPermission }],
        { credentials },
      );
      if (decision.result !== AuthorizeResult.ALLOW) {
        throw new NotAllowedError(
          'Submitting changes needs the operator role. Ask an admin for a group with it.',
        );
      }
      const caller = await callerOf(deps, credentials);
      const signal = AbortSignal.timeout(MAX_MS);
      const { submissions } = deps.changes;
      return {
        output: input.dryRun
          ? {
              created: false,
              dryRun: { ...(await submissions.dryRun(input, caller, signal)) },
            }
          : await submissions.submit(input, caller, signal),
      };
    },
  });
}
