import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { changeStates } from '@orion/backstage-plugin-orion-changes-common';
import { ActionDeps, callerOf } from './callerOf';

/** Changes the caller may see: what a person asks about first. */
export function createListChangesAction(
  registry: ActionsRegistryService,
  deps: ActionDeps,
): void {
  registry.register({
    name: 'list-changes',
    title: 'List changes',
    description:
      'Changes to real systems (orders of virtual machines, destroys) that you may see, newest first: number, title, state, owner, requester.',
    attributes: { readOnly: true, idempotent: true },
    schema: {
      input: z =>
        z.object({
          view: z
            .enum(['mine', 'waiting', 'all'])
            .default('all')
            .describe('mine: requested by you; waiting: for your decision'),
          state: z.array(z.enum(changeStates)).optional(),
          text: z.string().max(200).optional(),
          limit: z.number().int().min(1).max(100).default(25),
          cursor: z.string().max(100).optional(),
        }),
      output: z =>
        z.object({
          items: z.array(
            z.object({
              id: z.number(),
              title: z.string(),
              state: z.string(),
              owner: z.string(),
              requester: z.string(),
              deadlineAt: z.string().optional(),
            }),
          ),
          total: z.number(),
          nextCursor: z.string().optional(),
        }),
    },
    async action({ input, credentials }) {
      const caller = await callerOf(deps, credentials);
      const page = await deps.changes.list(input, caller);
      return {
        output: {
          items: page.items.map(change => ({
            id: change.id,
            title: change.title,
            state: change.state,
            owner: change.owner,
            requester: change.requester,
            deadlineAt: change.deadlineAt,
          })),
          total: page.total,
          nextCursor: page.nextCursor,
        },
      };
    },
  });
}
