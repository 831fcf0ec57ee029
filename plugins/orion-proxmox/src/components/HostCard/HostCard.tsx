import { useEntity } from '@backstage/plugin-catalog-react';
import { parseHost } from '../../lib/host';
import { HostPanel } from './HostPanel';

/** The live side of a cluster, node, storage or bridge on its catalog page. */
export function HostCard() {
  const { entity } = useEntity();
  const host = parseHost(entity);
  return host ? (
    <HostPanel key={`${host.kind} ${host.cluster} ${host.name}`} host={host} />
  ) : null;
}
