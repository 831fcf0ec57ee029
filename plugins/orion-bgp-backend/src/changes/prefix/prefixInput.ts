import { z } from 'zod';
import { reasonSchema } from '../input';

/** The longest text of a prefix: eight groups of IPv6, a slash and three digits. */
const MAX_LENGTH = 43;

const target = {
  router: z
    .string()
    .min(1)
    .max(31)
    .describe('Id of a router with GoBGP in the configuration'),
  prefix: z
    .string()
    .min(1)
    .max(MAX_LENGTH)
    .describe('One of the own prefixes, such as 192.0.2.0/24'),
  reason: reasonSchema.describe('For the record, at most 128 octets of UTF-8'),
};

/** Input of `prefix.announce`. */
export const announceInputSchema = z.strictObject(target);

/** Input of `prefix.withdraw`. */
export const withdrawInputSchema = z.strictObject({
  ...target,
  /** Typed by whoever asks, so that nobody takes back the prefix beside it. */
  name: z
    .string()
    .min(1)
    .max(MAX_LENGTH)
    .describe('The prefix once more, typed'),
  acceptIsolation: z
    .boolean()
    .optional()
    .describe(
      'Go on although nobody would reach the prefix; needs an out-of-band way',
    ),
});

/** What the two have, each its own part of it. */
export interface PrefixInput {
  router: string;
  prefix: string;
  reason: string;
  name?: string;
  acceptIsolation?: boolean;
}
