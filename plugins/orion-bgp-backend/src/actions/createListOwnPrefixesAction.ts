import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { InputError } from '@backstage/errors';
import { readCursorWord, writeCursorWord } from '../routes/cursorWord';
import { ActionDeps } from './ActionDeps';

const MAX_PREFIXES = 100;
/** Of a page whose size nobody named. */
const PREFIXES = 50;
const MAX_CURSOR = 200;

/** What the AS announces, and who gets it. */
export function createListOwnPrefixesAction(
  registry: ActionsRegistryService,
  { ownPrefixes }: ActionDeps,
): void {
  registry.register({
    name: 'list-own-bgp-prefixes',
    title: 'List own BGP prefixes',
    description:
      'Prefixes the AS announces, page by page: RPKI validity with the ROAs behind it and when the last of them ends, on which routers each is used, to which external neighbors it goes out (`unread`: nobody could look), on which routers nobody could look at all (`unknownOn`), and where a change decided otherwise than it is now (`drifts`). `freshness.error` says that this is how it was.',
    attributes: { readOnly: true, idempotent: true },
    schema: {
      input: z =>
        z.object({
          limit: z.number().int().min(1).max(MAX_PREFIXES).optional(),
          cursor: z.string().max(MAX_CURSOR).optional(),
        }),
      output: z =>
        z.object({
          prefixes: z
            .array(z.record(z.string(), z.unknown()))
            .max(MAX_PREFIXES),
          total: z.number(),
          nextCursor: z.string().optional(),
          from: z
            .string()
            .optional()
            .describe('Who says what is ours: configuration or netbox'),
          aspa: z.record(z.string(), z.unknown()).optional(),
          freshness: z.record(z.string(), z.unknown()).optional(),
          note: z.string().optional(),
        }),
    },
    action: async ({ input, credentials }) => {
      const after = readCursor(input.cursor);
      const { items, from, aspa, freshness, note } = await ownPrefixes.list(
        credentials,
      );
      // By their text, and on from a name: a page is true when prefixes come and go.
      const rest = items
        .filter(({ prefix }) => prefix > after)
        .sort((a, b) => (a.prefix < b.prefix ? -1 : 1));
      const page = rest.slice(0, input.limit ?? PREFIXES);
      return {
        output: {
          prefixes: page.map(one => ({ ...one })),
          total: items.length,
          nextCursor:
            page.length < rest.length
              ? writeCursorWord([page.at(-1)!.prefix])
              : undefined,
          from,
          aspa: aspa && { ...aspa },
          freshness: freshness && { ...freshness },
          note,
        },
      };
    },
  });
}

/** The last prefix of the page before. @throws InputError */
function readCursor(text: string | undefined): string {
  if (text === undefined) {
    return '';
  }
  const parts = readCursorWord(text, MAX_CURSOR);
  if (
    Array.isArray(parts) &&
    parts.length === 1 &&
    typeof parts[0] === 'string'
  ) {
    return parts[0];
  }
  throw new InputError('cursor: not one this list handed out');
}
