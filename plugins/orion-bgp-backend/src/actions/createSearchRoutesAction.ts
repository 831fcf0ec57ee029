import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { ActionDeps } from './ActionDeps';
import { NONE_HOLDS, tellTable } from './tellTable';

const MAX_ROUTES = 50;

/** The search for routes. */
export function createSearchRoutesAction(
  registry: ActionsRegistryService,
  { routes }: ActionDeps,
): void {
  registry.register({
    name: 'search-bgp-routes',
    title: 'Search BGP routes',
    description: `Paths of all routers, those the import policy refused too, with the reason, the RPKI verdict and that of ASPAs. A search has a prefix or an address, \`AS64500\`, \`origin:64500\`, a community such as \`6939:*\`, a pattern over AS paths, and \`session:\`, \`exported:\`, \`nexthop:\`, \`rpki:\`, \`aspa:invalid\`, \`filtered:yes\`, \`accepted:no\`, \`reason:none\` (refused, and nothing says why), \`best:yes\`; all must hold. The answer says how old each table is. ${NONE_HOLDS}`,
    attributes: { readOnly: true, idempotent: true },
    schema: {
      input: z =>
        z.object({
          q: z.string().max(300),
          match: z
            .enum(['exact', 'covering', 'more-specific', 'longest'])
            .optional(),
          router: z.string().max(31).optional(),
          limit: z.number().int().min(1).max(MAX_ROUTES).optional(),
          cursor: z.string().max(1000).optional(),
        }),
      output: z =>
        z.object({
          understood: z.string(),
          total: z.number().optional(),
          rejected: z.number().optional().describe('Of the total'),
          routes: z.array(z.record(z.string(), z.unknown())),
          nextCursor: z.string().optional(),
          tables: z.array(z.record(z.string(), z.unknown())),
        }),
    },
    action: async ({ input, credentials }) => {
      const page = await routes.search(
        { ...input, limit: input.limit ?? MAX_ROUTES },
        credentials,
      );
      return {
        output: {
          understood: page.understood,
          total: page.total,
          rejected: page.rejected,
          routes: page.items.map(route => ({ ...route })),
          nextCursor: page.nextCursor,
          tables: page.tables.map(tellTable),
        },
      };
    },
  });
}
