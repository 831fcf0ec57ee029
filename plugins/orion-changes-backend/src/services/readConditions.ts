import {
  PermissionCondition,
  PermissionCriteria,
  PermissionRuleParams,
} from '@backstage/plugin-permission-common';
import { NotAllowedError } from '@backstage/errors';

/**
 * Translates the policy's conditions on changes into the owners the SQL filters
 * by. Only `IS_OWNER` and "any of" have such a form; everything else is refused
 * rather than guessed.
 */
export function readConditions(
  criteria: PermissionCriteria<
    PermissionCondition<string, PermissionRuleParams>
  >,
): string[] {
  if ('anyOf' in criteria) {
    return criteria.anyOf.flatMap(readConditions);
  }
  if ('rule' in criteria && criteria.rule === 'IS_OWNER') {
    return (criteria.params as { claims: string[] }).claims;
  }
  throw new NotAllowedError(
    'The permission policy answers with a condition that lists of changes do not support',
  );
}
