import { NotAllowedError } from '@backstage/errors';
import {
  PermissionCondition,
  PermissionCriteria,
  PermissionRuleParams,
} from '@backstage/plugin-permission-common';

/**
 * Translates a policy's conditions into the owners a list filters by in SQL.
 * Only `IS_OWNER` and "any of" have such a form; everything else is refused
 * rather than guessed.
 *
 * @public
 */
export function readOwnerConditions(
  criteria: PermissionCriteria<
    PermissionCondition<string, PermissionRuleParams>
  >,
): string[] {
  if ('anyOf' in criteria) {
    return criteria.anyOf.flatMap(readOwnerConditions);
  }
  if ('rule' in criteria && criteria.rule === 'IS_OWNER') {
    return (criteria.params as { claims: string[] }).claims;
  }
  throw new NotAllowedError(
    'The permission policy answers with a condition that lists do not support',
  );
}
