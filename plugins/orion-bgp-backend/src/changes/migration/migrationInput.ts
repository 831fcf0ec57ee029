import { z } from 'zod';
import { reasonSchema } from '../input';

const routerId = z.string().min(1).max(31);

const target = {
  from: routerId.describe('Id of the router in service'),
  to: routerId.describe('Id of the router that is to take its place'),
  sessions: z
    .array(z.string().min(1).max(64))
    .min(1)
    .max(16)
    .refine(names => new Set(names).size === names.length, 'names one twice')
    .describe('Sessions on the router in service, in the order to move them'),
  reason: reasonSchema,
};

const typed = {
  /** Typed by whoever asks, so that nobody moves to the router beside it. */
  name: routerId.describe('The router that takes over once more, typed'),
};

/** Input of `bgp-migration.cut-over` and `bgp-migration.rehearse`. */
export const crossingInputSchema = z.strictObject({ ...target, ...typed });

/** Input of `bgp-migration.roll-back`: nobody types more than needed at that moment. */
export const rollBackInputSchema = z.strictObject({
  ...target,
  keepNew: z
    .boolean()
    .optional()
    .describe(
      'Leave the session of the router that took over up: it has addresses of its own',
    ),
});

/** What the three have, each its own part of it. */
export interface MigrationInput {
  from: string;
  to: string;
  sessions: string[];
  reason: string;
  name?: string;
  keepNew?: boolean;
}
