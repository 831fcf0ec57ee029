import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Vrp } from '@orion/backstage-plugin-orion-bgp-common';
import { orionBgpTranslationRef } from '../../translation';
import { RoaEnd } from './RoaEnd';

/** ROAs that cover a prefix: whom they name, under which anchor, and until when. */
export function RoaList({ roas }: { roas: Vrp[] }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return (
    <Box component="ul" sx={{ margin: 0, paddingInlineStart: 3 }}>
      {roas.map(({ prefix, maxLength, asn, trustAnchor, expiresAt }) => (
        <li key={`${prefix} ${maxLength} ${asn} ${trustAnchor}`}>
          {t('route.vrp', {
            prefix,
            max: String(maxLength),
            as: `AS${asn}`,
          })}
          {trustAnchor && (
            <>
              , {t('route.anchor')} <bdi>{trustAnchor}</bdi>
            </>
          )}
          {expiresAt && ' '}
          {expiresAt && <RoaEnd at={new Date(expiresAt)} />}
        </li>
      ))}
    </Box>
  );
}
