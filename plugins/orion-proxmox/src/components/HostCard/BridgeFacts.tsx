import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ClusterOptions,
  NodeInfo,
} from '@orion/backstage-plugin-orion-proxmox-common';
import { Fact, FactList, Unknown } from '@orion/backstage-plugin-orion-react';
import { orionProxmoxTranslationRef } from '../../translation';

export interface BridgeFactsProps {
  bridge: string;
  node: NodeInfo;
  options: ClusterOptions;
}

/** Where the bridge is, and which networks orders reach over it. */
export function BridgeFacts({ bridge, node, options }: BridgeFactsProps) {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const networks = options.networks.filter(
    network => network.bridge === bridge,
  );
  return (
    <FactList>
      <Fact term={t('host.node')}>{node.name}</Fact>
      <Fact term={t('host.networks')}>
        {networks.length === 0 ? (
          <Unknown reason={t('host.noNetwork')} />
        ) : (
          <Box component="ul" sx={{ listStyle: 'none', margin: 0, padding: 0 }}>
            {networks.map(({ id, title, prefix, vlan, freeAddresses }) => (
              <li key={id}>
                {t('host.network', { title, prefix })}
                {vlan !== undefined &&
                  `, ${t('host.vlan', { n: String(vlan) })}`}
                {', '}
                {freeAddresses === undefined
                  ? t('machine.freeUnknown')
                  : t('machine.free', { count: freeAddresses })}
              </li>
            ))}
          </Box>
        )}
      </Fact>
    </FactList>
  );
}
