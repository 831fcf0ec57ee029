import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RpkiVerdict } from '@orion/backstage-plugin-orion-bgp-common';
import { formatMoment, Panel } from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../../translation';

/** Who may announce it, by the ROAs that cover it. */
export function PrefixRoas({ rpki }: { rpki: RpkiVerdict }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return (
    <Panel title={t('prefix.roas')}>
      {rpki.covering.length === 0 ? (
        <p style={{ margin: 0 }}>
          {rpki.state === 'unknown' ? t('route.noVrps') : t('route.noRoa')}
        </p>
      ) : (
        <Box component="ul" sx={{ margin: 0, paddingInlineStart: 3 }}>
          {rpki.covering.map(vrp => (
            <li key={`${vrp.prefix} ${vrp.maxLength} ${vrp.asn}`}>
              {t('route.vrp', {
                prefix: vrp.prefix,
                max: String(vrp.maxLength),
                as: `AS${vrp.asn}`,
              })}
              {vrp.expiresAt &&
                ` ${t('prefix.expires', {
                  at: formatMoment(new Date(vrp.expiresAt)),
                })}`}
            </li>
          ))}
        </Box>
      )}
    </Panel>
  );
}
