import {
  createPermissionRule,
  PermissionResourceRef,
  PermissionRule,
} from '@backstage/plugin-permission-node';
import { z } from 'zod';

/** What ownership is decided by: entity references of groups and users. @public */
export interface OwnedResource {
  /**
   * Full references, for example `group:default/team-net`. One that matches is
   * enough.
   */
  owners: string[];
}

/** The same condition for SQL: rows whose owner is one of these. @public */
export interface OwnedQuery {
  /** References to compare with the owner's column. */
  owners: string[];
}

/** Parameters of `IS_OWNER`. @public */
export type OwnerClaims = { claims: string[] };

const paramsSchema: z.ZodType<OwnerClaims> = z.object({
  claims: z
    .array(z.string())
    .describe('Entity references of the person and their groups'),
});

/**
 * The one rule of every ORION resource type. `apply` decides on one loaded
 * resource, `toQuery` on a list inside the database.
 *
 * @public
 */
export function createIsOwnerRule<TType extends string, TPlugin extends string>(
  resourceRef: PermissionResourceRef<OwnedResource, OwnedQuery, TType, TPlugin>,
): PermissionRule<OwnedResource, OwnedQuery, TType, OwnerClaims> {
  const rule = {
    name: 'IS_OWNER',
    description:
      'Allow when one of the given groups or users owns the resource',
    resourceRef,
    paramsSchema,
    apply: (resource: OwnedResource, { claims }: OwnerClaims) =>
      resource.owners.some(owner => claims.includes(owner)),
    toQuery: ({ claims }: OwnerClaims) => ({ owners: claims }),
  };
  // The factory's conditional type cannot be resolved while TType is open.
  return createPermissionRule(rule as never) as never;
}
