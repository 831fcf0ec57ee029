import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { CounterSeries } from '@orion/backstage-plugin-orion-bgp-common';
import { ActionDeps } from './ActionDeps';
import { thinSeries } from './thinSeries';
import { sessionKeyInput } from './sessionKeyInput';

const MAX_POINTS = 200;
/** A day in half hours. */
const POINTS = 48;
const HOURS = 24;
const MAX_HOURS = 2160;
/** Five counters, and what a router counted them as when it ran another daemon. */
const MAX_SERIES = 20;

/** How the counters of a session's family went. */
export function createGetCounterHistoryAction(
  registry: ActionsRegistryService,
  { sessions }: ActionDeps,
): void {
  registry.register({
    name: 'get-bgp-counter-history',
    title: 'Get how the counters of a BGP session went',
    description:
      'Counters of one address family of a session over the last hours, with how they were counted (`index`: by ORION in its copy of the table): at most as many points as asked for, the newest sample of each step, oldest first. `value: null` says that none was kept then, and is not zero. `least` and `most` are of all samples, also of those between the points.',
    attributes: { readOnly: true, idempotent: true },
    schema: {
      input: z =>
        z.object({
          ...sessionKeyInput(z),
          family: z.string().max(40).describe('Such as ipv6-unicast'),
          hours: z.number().int().min(1).max(MAX_HOURS).optional(),
          points: z.number().int().min(2).max(MAX_POINTS).optional(),
        }),
      output: z =>
        z.object({
          series: z
            .array(
              z.object({
                counter: z.string(),
                definition: z.string(),
                least: z.number().optional(),
                most: z.number().optional(),
                points: z
                  .array(
                    z.object({ at: z.string(), value: z.number().nullable() }),
                  )
                  .max(MAX_POINTS),
              }),
            )
            .max(MAX_SERIES),
        }),
    },
    action: async ({ input, credentials }) => {
      const { router, session, family } = input;
      const { hours = HOURS, points = POINTS } = input;
      const { series } = await sessions.getCounters(
        { router, session },
        { hours },
        credentials,
      );
      return {
        output: {
          series: series
            .filter(one => one.family === family)
            .slice(0, MAX_SERIES)
            .map(one => ({
              counter: one.counter,
              definition: one.definition,
              ...boundsOf(one),
              points: thinSeries(one, { points, seconds: hours * 3600 }),
            })),
        },
      };
    },
  });
}

function boundsOf({ values }: CounterSeries) {
  const known = values.filter(value => value !== null);
  return known.length === 0
    ? {}
    : { least: Math.min(...known), most: Math.max(...known) };
}
