import { isIPv6 } from 'node:net';
import { z } from 'zod';
import { acceptIsolationSchema } from '../input';
import { parseAddress } from '../../routes/addresses';

const address = z
  .string()
  .max(45)
  .refine(text => parseAddress(text) !== undefined, 'is no IP address');

/** RFC 7607, RFC 4893, RFC 7300: numbers nobody has. */
const RESERVED_ASNS = [0, 23456, 65535, 4_294_967_295];

const NAME = /^[a-z][a-z0-9_]*$/;

const target = {
  router: z.string().min(1).max(31).describe('Id of the router'),
  reason: z
    .string()
    .min(1, 'say why')
    .max(500)
    .refine(text => !/\p{Cc}/u.test(text), 'must have no control characters')
    .describe('For whoever approves, and for the record'),
};

const family = z.strictObject({
  family: z.enum(['ipv4', 'ipv6']),
  routes: z
    .number()
    .int()
    .min(1)
    .max(2_000_000)
    .describe(
      'Most routes that are taken; more restart the session, or end it where the router is a GoBGP',
    ),
  announce: z
    .boolean()
    .default(true)
    .describe('Whether our own prefixes go out'),
  nextHop: address.optional().describe('Next hop of what we announce'),
});

/** Input of `bgp-peering.add`. */
export const addPeeringSchema = z
  .strictObject({
    ...target,
    name: z
      .string()
      .max(32)
      .regex(
        NAME,
        'has lower case letters, digits and _, and begins with a letter',
      )
      .describe('Name of the session; its protocol in BIRD'),
    description: z
      .string()
      .min(1)
      .max(100)
      .refine(text => !/["\\\p{Cc}]/u.test(text), 'must have no quotes')
      .describe('Who it is, for people'),
    asn: z
      .number()
      .int()
      .min(1)
      .max(4_294_967_294)
      .refine(asn => !RESERVED_ASNS.includes(asn), 'nobody has this number')
      .describe('AS number of the neighbor'),
    local: address.describe('Address of the router on that link'),
    neighbor: address.describe('Address of the neighbor'),
    families: z.array(family).min(1).max(2),
    role: z
      .enum(['customer', 'peer', 'provider', 'rs_client'])
      .optional()
      .describe('Our role towards the neighbor (RFC 9234)'),
    gtsm: z
      .boolean()
      .optional()
      .describe('Only packets of the link itself (RFC 5082)'),
    multihop: z.number().int().min(1).max(255).optional(),
    authentication: z
      .enum(['none', 'md5'])
      .optional()
      .describe('The password is in the vault of the inventory, by the name'),
  })
  .refine(({ local, neighbor }) => isIPv6(local) === isIPv6(neighbor), {
    path: ['neighbor'],
    message: 'is of another family than local',
  })
  .refine(({ local, neighbor }) => local !== neighbor, {
    path: ['neighbor'],
    message: 'is the address of the router itself',
  })
  .refine(({ gtsm, multihop }) => !(gtsm && multihop), {
    path: ['gtsm'],
    message: 'wants a neighbor on the link, and multihop a distant one',
  })
  .refine(
    ({ families }) =>
      new Set(families.map(one => one.family)).size === families.length,
    { path: ['families'], message: 'has a family twice' },
  );

/** Input of `bgp-peering.remove`. */
export const removePeeringSchema = z.strictObject({
  ...target,
  name: z
    .string()
    .max(45)
    .refine(
      text => NAME.test(text) || parseAddress(text) !== undefined,
      'is neither the name of a session nor an address',
    )
    .describe(
      'The session as its router calls it: BIRD by its name, GoBGP by the address of the neighbor',
    ),
  confirm: z.string().max(45).describe('The session once more, typed'),
  acceptIsolation: acceptIsolationSchema,
});

/** Input of `bgp-router.configure`. */
export const configureSchema = z.strictObject({
  router: target.router,
  reason: target.reason,
  acceptIsolation: acceptIsolationSchema,
  acceptUnjudged: z
    .boolean()
    .optional()
    .describe(
      'Go on although some of it is not judged; needs an out-of-band way',
    ),
});

export type AddPeeringInput = z.infer<typeof addPeeringSchema>;
export type RemovePeeringInput = z.infer<typeof removePeeringSchema>;
export type ConfigureInput = z.infer<typeof configureSchema>;
