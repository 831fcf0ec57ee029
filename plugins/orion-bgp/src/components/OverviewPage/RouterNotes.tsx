import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { orionBgpTranslationRef } from '../../translation';

/** What the router could do better: no alarm, as what it says is whole. */
export function RouterNotes({ notes }: { notes: string[] }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  if (notes.length === 0) {
    return null;
  }
  return (
    <Box
      component="ul"
      aria-label={t('router.notes')}
      sx={{
        m: 0,
        mt: 1.5,
        pl: 2.5,
        fontSize: '0.8125rem',
        color: 'text.secondary',
        overflowWrap: 'anywhere',
      }}
    >
      {notes.map(note => (
        <li key={note}>{note}</li>
      ))}
    </Box>
  );
}
