import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { orionChangesTranslationRef } from '../../translation';

const MAX_TEXT = 8000;

/** What was seen when a change stopped, quoted as data. */
export function Evidence({ evidence }: { evidence?: Record<string, unknown> }) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const entries = Object.entries(evidence ?? {});
  if (entries.length === 0) {
    return <Typography>{t('evidence.none')}</Typography>;
  }
  return (
    <>
      <Typography sx={{ marginBlockEnd: 1 }}>{t('evidence.intro')}</Typography>
      <Box component="dl" sx={{ margin: 0, display: 'grid', gap: 1.5 }}>
        {entries.map(([name, value]) => (
          <div key={name}>
            <Box
              component="dt"
              sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}
            >
              {name}
            </Box>
            <Box component="dd" sx={{ margin: 0 }}>
              <Box
                component="pre"
                sx={{
                  margin: 0,
                  whiteSpace: 'pre-wrap',
                  overflowWrap: 'anywhere',
                  fontSize: '0.8125rem',
                }}
              >
                {quote(value)}
              </Box>
            </Box>
          </div>
        ))}
      </Box>
    </>
  );
}

function quote(value: unknown): string {
  const text =
    typeof value === 'string' ? value : JSON.stringify(value, null, 2) ?? '';
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
