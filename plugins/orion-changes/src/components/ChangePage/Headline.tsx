import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ChangeDetail } from '@orion/backstage-plugin-orion-changes-common';
import {
  changeStatusWord,
  Deadline,
  StatusChip,
} from '@orion/backstage-plugin-orion-react';
import { orionChangesTranslationRef } from '../../translation';

/** Number, title, state, time left. */
export function Headline({
  change,
  stale,
}: {
  change: ChangeDetail;
  stale: boolean;
}) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 2,
        rowGap: 1,
      }}
    >
      <Typography
        component="h2"
        sx={{
          fontSize: '1.5rem',
          fontWeight: 600,
          margin: 0,
          overflowWrap: 'anywhere',
        }}
      >
        {t('change.headline', { id: String(change.id), title: change.title })}
      </Typography>
      <span aria-live="polite">
        <StatusChip stale={stale} word={changeStatusWord(change.state)} />
      </span>
      <Deadline at={change.deadlineAt} />
    </Box>
  );
}
