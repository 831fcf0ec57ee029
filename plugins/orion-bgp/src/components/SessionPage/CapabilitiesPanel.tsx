import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  BgpCapability,
  Session,
} from '@orion/backstage-plugin-orion-bgp-common';
import { Panel } from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../../translation';

/** What each side can do, beside each other: what only one can is not used. */
export function CapabilitiesPanel({ session }: { session: Session }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { localCapabilities: local, remoteCapabilities: remote } = session;
  const names = [...new Set([...local, ...remote].map(({ name }) => name))];
  return (
    <Panel title={t('session.capabilities')}>
      {names.length === 0 ? (
        <p style={{ margin: 0 }}>{t('session.noCapabilities')}</p>
      ) : (
        <Box
          component="table"
          sx={{
            borderCollapse: 'collapse',
            fontSize: '0.875rem',
            '& th, & td': {
              textAlign: 'start',
              paddingBlock: '3px',
              paddingInlineEnd: { xs: 1.5, sm: 3 },
              // Not `anywhere`: columns would shrink below their words.
              overflowWrap: 'break-word',
              verticalAlign: 'top',
            },
            '& tbody th': { fontWeight: 400 },
          }}
        >
          <thead>
            <tr>
              <th>{t('session.capability')}</th>
              <th>{t('session.local')}</th>
              <th>{t('session.remote')}</th>
            </tr>
          </thead>
          <tbody>
            {names.map(name => (
              <tr key={name}>
                <th scope="row">
                  <bdi dir="ltr">{name}</bdi>
                </th>
                <td>
                  <bdi dir="ltr">{tell(local, name)}</bdi>
                </td>
                <td>
                  <bdi dir="ltr">{tell(remote, name)}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </Box>
      )}
    </Panel>
  );

  function tell(capabilities: BgpCapability[], name: string): string {
    const found = capabilities.filter(one => one.name === name);
    if (found.length === 0) {
      return t('session.absent');
    }
    const details = found.flatMap(({ detail }) => detail ?? []);
    return details.length > 0 ? details.join(', ') : t('session.yes');
  }
}
