import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { IntentState } from '@orion/backstage-plugin-orion-bgp-common';
import { formatMoment } from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../../translation';

/** What NetBox lacks, and why it is old when it is. Nothing when all is well. */
export function IntentNotes({ netbox }: { netbox: IntentState }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { freshness, notes } = netbox;
  const { error, fetchedAt, stale } = freshness;
  const lines = [
    ...(stale && fetchedAt
      ? [t('intent.stale', { at: formatMoment(new Date(fetchedAt)) })]
      : []),
    ...(fetchedAt ? [] : [t('intent.never')]),
    ...(error ? [error] : []),
    ...notes,
  ];
  if (lines.length === 0) {
    return null;
  }
  return (
    <Box
      role="status"
      sx={{
        display: 'grid',
        gap: 0.5,
        color: 'text.secondary',
        overflowWrap: 'anywhere',
      }}
    >
      {lines.map(line => (
        <span key={line}>{line}</span>
      ))}
    </Box>
  );
}
