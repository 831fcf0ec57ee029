import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { ActionDeps } from './ActionDeps';

/** How far one router is from taking the other one's place. */
export function createGetMigrationAction(
  registry: ActionsRegistryService,
  { migration }: ActionDeps,
): void {
  registry.register({
    name: 'get-bgp-migration',
    title: 'Get the migration between two routers',
    description:
      'Two routers compared, judged now: every gate of a cut-over with its state (`settling` and `unknown` are not passed), the sentence why and the sizes of the sets it was judged by; the numbers of routes that are the same, on one side alone or different; both tables with their state and age; which neighbors speak with which router. Absent where no migration is configured.',
    attributes: { readOnly: true, idempotent: true },
    schema: {
      input: z => z.object({}),
      output: z =>
        z.object({
          migration: z.record(z.string(), z.unknown()).optional(),
          note: z.string().optional(),
        }),
    },
    action: async ({ credentials }) => {
      const { migration: found, note } = await migration.get(credentials);
      return { output: { migration: found && { ...found }, note } };
    },
  });
}
