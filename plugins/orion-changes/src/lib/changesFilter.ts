import {
  ChangeState,
  changeStates,
  ListChangesQuery,
} from '@orion/backstage-plugin-orion-changes-common';
import { FilterTokens } from '@orion/backstage-plugin-orion-react';

/** What may be written as `field:value`. */
export const changeFilterFields = ['kind', 'state', 'owner', 'target'] as const;

/** The API's query for what the filter box holds. The last of two equal fields counts, but states add up. */
export function toChangesQuery({
  fields,
  words,
}: FilterTokens): ListChangesQuery {
  const query: ListChangesQuery = {};
  const states: ChangeState[] = [];
  for (const { field, value } of fields) {
    if (field === 'state') {
      states.push(...changeStates.filter(state => state === value));
    } else if (field === 'owner') {
      query.owner = value.includes(':') ? value : `group:default/${value}`;
    } else if (field === 'target') {
      query.targetRef = value;
    } else {
      query.kind = value;
    }
  }
  if (states.length > 0) {
    query.state = states;
  }
  if (words) {
    query.text = words;
  }
  return query;
}
