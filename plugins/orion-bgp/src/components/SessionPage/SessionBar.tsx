import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { orionBgpTranslationRef } from '../../translation';
import { SessionActions, SessionActionsProps } from './SessionActions';

/** The actions at the foot of a phone, over the navigation: in reach wherever the page is. */
export function SessionBar(props: SessionActionsProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return (
    <Box
      role="region"
      aria-label={t('actions.of', { name: props.session.name })}
      sx={{
        position: 'fixed',
        insetInline: 0,
        // The framework's navigation takes the last 56 pixels on a phone.
        insetBlockEnd: 56,
        zIndex: 3,
        display: 'grid',
        paddingBlock: 1,
        paddingInline: 2,
        backgroundColor: 'background.paper',
        borderBlockStart: '1px solid',
        borderColor: 'divider',
        '@media print': { display: 'none' },
      }}
    >
      <SessionActions {...props} />
    </Box>
  );
}
