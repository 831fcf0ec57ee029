import { z } from 'zod';

/** RFC 8203 §2; RFC 9003 allows more, which older neighbors cut. */
export const MAX_REASON_OCTETS = 128;

const octets = (text: string) => Buffer.byteLength(text, 'utf8');

/** What a neighbor is told, where a session is switched off; for the record otherwise. */
export const reasonSchema = z
  .string()
  .min(
    1,
    'say why: it is recorded, and told to a neighbor that is switched off',
  )
  .refine(text => !/\p{Cs}/u.test(text), 'must be whole Unicode characters')
  .refine(text => !/\p{Cc}/u.test(text), 'must have no control characters')
  .refine(text => octets(text) <= MAX_REASON_OCTETS, {
    error: ({ input }) =>
      `has ${octets(
        String(input),
      )} octets in UTF-8, a neighbor is told at most ${MAX_REASON_OCTETS} (RFC 8203)`,
  })
  .describe(
    'Goes to the neighbor of a session that is switched off, and into the record; at most 128 octets of UTF-8',
  );

const target = {
  router: z
    .string()
    .min(1)
    .max(31)
    .describe('Id of the router in the configuration'),
  session: z
    .string()
    .min(1)
    .max(64)
    .describe('Protocol name of BIRD, or neighbor address of GoBGP'),
  reason: reasonSchema,
};

/** Of what may take the last path away. */
export const acceptIsolationSchema = z
  .boolean()
  .optional()
  .describe('Go on although the last path is lost; needs an out-of-band way');

/** Input of `bgp-peer.disable`. */
export const disableInputSchema = z.strictObject({
  ...target,
  /** Typed by whoever asks, so that nobody switches off the session beside it. */
  name: z.string().min(1).max(64).describe('The session once more, typed'),
  acceptIsolation: acceptIsolationSchema,
});

/** Input of `bgp-peer.enable`. */
export const enableInputSchema = z.strictObject({
  ...target,
  acceptFewer: z
    .boolean()
    .optional()
    .describe('Let it stay up although fewer routes come back than it had'),
});

/** Input of `bgp-peer.soft-reset`. */
export const softResetInputSchema = z.strictObject({
  ...target,
  direction: z
    .enum(['in', 'out', 'both'])
    .describe('Routes that come in, that go out, or both'),
});

/** What the three have, each its own part of it. */
export interface SessionInput {
  router: string;
  session: string;
  reason: string;
  name?: string;
  acceptIsolation?: boolean;
  acceptFewer?: boolean;
  direction?: 'in' | 'out' | 'both';
}
