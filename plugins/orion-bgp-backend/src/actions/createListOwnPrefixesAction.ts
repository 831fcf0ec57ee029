import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { ActionDeps } from './ActionDeps';

/** What the AS announces, and who gets it. */
export function createListOwnPrefixesAction(
  registry: ActionsRegistryService,
  { ownPrefixes }: ActionDeps,
): void {
  registry.register({
    name: 'list-own-bgp-prefixes',
    title: 'List own BGP prefixes',
    description:
      'Prefixes the AS announces: RPKI validity with the ROAs behind it and when the last of them ends, on which routers each is used, to which external neighbors it goes out (`unread`: nobody could look), on which routers nobody could look at all (`unknownOn`), and where a change decided otherwise than it is now (`drifts`). `freshness.error` says that this is how it was.',
    attributes: { readOnly: true, idempotent: true },
    schema: {
      input: z => z.object({}),
      output: z =>
        z.object({
          prefixes: z.array(z.record(z.string(), z.unknown())),
          from: z
            .string()
            .optional()
            .describe('Who says what is ours: configuration or netbox'),
          aspa: z.record(z.string(), z.unknown()).optional(),
          freshness: z.record(z.string(), z.unknown()).optional(),
          note: z.string().optional(),
        }),
    },
    action: async ({ credentials }) => {
      const { items, from, aspa, freshness, note } = await ownPrefixes.list(
        credentials,
      );
      return {
        output: {
          prefixes: items.map(one => ({ ...one })),
          from,
          aspa: aspa && { ...aspa },
          freshness: freshness && { ...freshness },
          note,
        },
      };
    },
  });
}
