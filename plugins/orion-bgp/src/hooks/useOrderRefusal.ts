import { usePermission } from '@backstage/plugin-permission-react';
import { changeSubmitPermission } from '@orion/backstage-plugin-orion-changes-common';

/** Why something is not ordered now; each has a text of `actions`. */
export type OrderRefusal = 'denied' | 'stale' | 'readOnly' | 'gone';

/** Why nobody may order a change of what is shown now; undefined where one may. */
export function useOrderRefusal(
  stale: boolean,
): 'denied' | 'stale' | undefined {
  const { allowed, loading } = usePermission({
    permission: changeSubmitPermission,
  });
  if (!allowed && !loading) {
    return 'denied';
  }
  return stale ? 'stale' : undefined;
}
