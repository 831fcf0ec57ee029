import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { formatCount } from '@orion/backstage-plugin-orion-react';
import { useAsNames } from '../../hooks/useAsNames';
import { orionBgpTranslationRef } from '../../translation';

/** Where the names of autonomous systems on a page come from, and how old they are. */
export function AsNamesNote() {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { source } = useAsNames([]);
  return (
    // Its height is there before its text is.
    <Box
      sx={{
        fontSize: '0.75rem',
        color: 'text.secondary',
        minHeight: '1.25rem',
      }}
    >
      {source &&
        t(source.from === 'file' ? 'asNames.file' : 'asNames.bundled', {
          date: source.date.slice(0, 10),
          n: formatCount(source.count),
        })}
      {source?.error && ` ${t('asNames.error', { error: source.error })}`}
    </Box>
  );
}
