import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import InputBase from '@mui/material/InputBase';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { orionReactTranslationRef } from '../../translation';
import { SearchIcon } from '../icons';

export interface LogToolbarProps {
  ended: boolean;
  paused: boolean;
  onPause: () => void;
  wrap: boolean;
  onWrap: () => void;
  errors: number;
  onNextError: () => void;
  words: string;
  onWords: (words: string) => void;
  onNextHit: () => void;
  hits: number;
  hitAt: number;
  copied: boolean;
  onCopy: () => void;
}

/** Search, next error, pause, wrap and copy over a log. */
export function LogToolbar(props: LogToolbarProps) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  const { ended, paused, wrap, errors, words, hits, hitAt, copied } = props;
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 1,
        paddingBlockEnd: 1,
        '@media print': { display: 'none' },
      }}
    >
      <Box
        sx={{
          display: 'flex',
          alignItems: 'center',
          gap: 0.5,
          flex: '1 1 180px',
          border: '1px solid',
          borderColor: 'text.secondary',
          borderRadius: '4px',
          paddingInline: 1,
          minHeight: 36,
        }}
      >
        <SearchIcon />
        <InputBase
          value={words}
          onChange={event => props.onWords(event.target.value)}
          onKeyDown={event => event.key === 'Enter' && props.onNextHit()}
          placeholder={t('log.search')}
          inputProps={{ 'aria-label': t('log.search'), type: 'search' }}
          sx={{ flex: 1, fontSize: '0.875rem' }}
        />
        <Box
          component="span"
          role="status"
          sx={{ fontSize: '0.8125rem', whiteSpace: 'nowrap' }}
        >
          {words.trim() !== '' &&
            t('log.hits', { at: String(hitAt), total: String(hits) })}
        </Box>
      </Box>
      <Button
        size="small"
        color="inherit"
        disabled={errors === 0}
        title={errors === 0 ? t('log.noError') : undefined}
        onClick={props.onNextError}
        aria-keyshortcuts="e"
      >
        {t('log.nextError')}
      </Button>
      {!ended && (
        <Button
          size="small"
          color="inherit"
          aria-pressed={paused}
          onClick={props.onPause}
        >
          {paused ? t('log.resume') : t('log.pause')}
        </Button>
      )}
      <Button
        size="small"
        color="inherit"
        aria-pressed={wrap}
        onClick={props.onWrap}
      >
        {t('log.wrap')}
      </Button>
      <Button size="small" color="inherit" onClick={props.onCopy}>
        {copied ? t('log.copied') : t('log.copy')}
      </Button>
    </Box>
  );
}
