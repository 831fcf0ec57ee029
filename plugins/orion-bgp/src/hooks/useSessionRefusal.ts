import { SessionDetail } from '@orion/backstage-plugin-orion-bgp-common';
import { OrderRefusal, useOrderRefusal } from './useOrderRefusal';

/** Why nothing may be ordered of a session now; `mayAct`: its router takes such an order. */
export function useSessionRefusal(
  { actions, gone }: SessionDetail,
  stale: boolean,
): (mayAct?: boolean) => OrderRefusal | undefined {
  const orderRefusal = useOrderRefusal(stale);
  return (mayAct = actions) => {
    if (!mayAct) {
      return 'readOnly';
    }
    return gone ? 'gone' : orderRefusal;
  };
}
