import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { ChangesClient } from '@orion/backstage-plugin-orion-changes-common';

/**
 * `orion:change:submit`: hands an order to the change pipeline as the person who
 * started the task, and ends. The task never waits for an approval.
 */
export function createSubmitAction(deps: {
  auth: AuthService;
  discovery: DiscoveryService;
  baseUrl: string;
}) {
  return createTemplateAction({
    id: 'orion:change:submit',
    description: 'Submits a change to the pipeline and links to it.',
    supportsDryRun: true,
    schema: {
      input: {
        kind: z =>
          z
            .string()
            .describe('Kind of change, for example virtual-machine.create'),
        input: z => z.record(z.any()).describe('Input of that kind'),
        description: z => z.string().optional().describe('Why this is wanted'),
      },
      output: {
        changeId: z => z.number().optional(),
        url: z => z.string(),
        title: z => z.string(),
      },
    },
    async handler(ctx) {
      const { token } = await deps.auth.getPluginRequestToken({
        onBehalfOf: await ctx.getInitiatorCredentials(),
        targetPluginId: 'orion-changes',
      });
      const client = new ChangesClient({ discoveryApi: deps.discovery });
      const { kind, input, description } = ctx.input;
      const result = await client.submit(
        {
          kind,
          input: withoutEmpty(input),
          description,
          // The same task and step submit the same change, however often they run.
          idempotencyKey: `${ctx.task.id}/${ctx.step?.id ?? 'submit'}`,
          dryRun: ctx.isDryRun || undefined,
        },
        { token },
      );
      if (ctx.isDryRun) {
        ctx.logger.info(`Dry run: ${JSON.stringify(result.dryRun)}`);
        ctx.output('url', `${deps.baseUrl}/changes`);
        ctx.output('title', 'Dry run: nothing was submitted');
        return;
      }
      ctx.logger.info(
        `Change #${result.id} ${
          result.created ? 'submitted' : 'was submitted before'
        }`,
      );
      ctx.output('changeId', result.id!);
      ctx.output('url', `${deps.baseUrl}/changes/${result.id}`);
      ctx.output('title', `Change #${result.id}`);
    },
  });
}

/** Optional form fields arrive as empty text; a schema with limits would refuse them. */
function withoutEmpty(input: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(input).filter(
      ([, value]) => value !== '' && value !== undefined && value !== null,
    ),
  );
}
