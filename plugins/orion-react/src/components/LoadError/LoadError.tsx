import { ReactNode } from 'react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { describeError } from '../../format/describeError';
import { useDurationText } from '../../hooks/useDurationText';
import { orionReactTranslationRef } from '../../translation';
import { StatusShape } from '../StatusChip/StatusShape';
import { toneColor } from '../StatusChip/toneColors';

/** What could not be read, and why. @public */
export interface LoadErrorProps {
  /** Usually a `ResponseError`; 403 and 404 are told alike. */
  error: Error;
  /** Not offered where access is denied: asking again would not help. */
  retry?: () => void;
  /** What was asked for, for example "change" or "inventory". */
  of: string;
  /** Of many things: refusing them all tells nothing of any one. */
  list?: boolean;
  /** A next step of the page, for example a link back. */
  action?: ReactNode;
}

/**
 * Said instead of data: what is missing, why, what next. A hidden thing reads
 * as a missing one.
 *
 * @public
 */
export function LoadError(props: LoadErrorProps) {
  const { error, retry, of, list, action } = props;
  const { t } = useTranslationRef(orionReactTranslationRef);
  const { mode } = useTheme().palette;
  const durationText = useDurationText();
  const { message, denied, silent, waitedMs, absentAt, requestId } =
    describeError(error);
  const tone = denied ? 'idle' : 'bad';
  return (
    <Box
      role="alert"
      sx={{
        '--orion-shape-mark': mode === 'dark' ? '#1f1f1f' : '#fff',
        display: 'grid',
        gap: 1,
        justifyItems: 'start',
        paddingBlock: 2,
      }}
    >
      <Typography
        sx={{ display: 'flex', alignItems: 'center', gap: 1, fontWeight: 600 }}
      >
        <Box
          component="span"
          sx={{ color: toneColor(mode, tone), display: 'inline-flex' }}
        >
          <StatusShape tone={tone} />
        </Box>
        {headline()}
      </Typography>
      {absentAt && (
        <Typography variant="body2" sx={{ maxWidth: '90ch' }}>
          {t('error.absentNext')}
        </Typography>
      )}
      {!denied && !silent && !absentAt && (
        <Box component="div">
          <Typography variant="body2">{t('error.quoted')}</Typography>
          <Box
            component="pre"
            sx={{
              margin: 0,
              whiteSpace: 'pre-wrap',
              overflowWrap: 'anywhere',
              maxWidth: '90ch',
            }}
          >
            {message}
          </Box>
        </Box>
      )}
      {requestId && (
        <Typography variant="body2">
          {t('error.errorId', { id: requestId })}
        </Typography>
      )}
      <Box sx={{ display: 'flex', gap: 1 }}>
        {retry && !denied && (
          <Button variant="outlined" onClick={retry}>
            {t('error.retry')}
          </Button>
        )}
        {action}
      </Box>
    </Box>
  );

  function headline() {
    if (absentAt) {
      return t('error.absent', { what: of, address: absentAt });
    }
    if (denied) {
      return list
        ? t('error.forbidden', { what: of })
        : t('error.denied', { what: of });
    }
    if (waitedMs !== undefined) {
      return t('error.noAnswer', { duration: durationText(waitedMs) });
    }
    return silent ? t('error.silent') : t('error.failed', { what: of });
  }
}
