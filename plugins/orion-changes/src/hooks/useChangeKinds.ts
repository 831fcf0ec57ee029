import { useApi } from '@backstage/frontend-plugin-api';
import {
  changesApiRef,
  useLoadable,
} from '@orion/backstage-plugin-orion-react';

/** Ids of the installed kinds, for suggestions; empty while unknown. */
export function useChangeKinds(): string[] {
  const api = useApi(changesApiRef);
  const kinds = useLoadable(() => api.listKinds(), [api]);
  return 'data' in kinds ? kinds.data.map(({ id }) => id) : [];
}
