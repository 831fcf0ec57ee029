import { useCallback, useMemo, useRef, useState } from 'react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { orionReactTranslationRef } from '../../translation';
import { useShortcut } from '../../keys/useShortcut';
import { ArrowDownIcon } from '../icons';
import { LogLines } from './LogLines';
import { LogToolbar } from './LogToolbar';
import { splitLog } from './logText';
import { useFollow } from './useFollow';
import { useLogMarks } from './useLogMarks';

const FIRST_LINES = 1000;

/** A log as far as it was read. @public */
export interface LiveLogProps {
  /** All of the log that was read so far. */
  text: string;
  /** Nothing will be added. */
  ended: boolean;
  /** Of the run; undefined once it ended says that nobody saw it. */
  exitCode?: number;
  /** For assistive technology; default "Log". */
  label?: string;
}

/**
 * A log that grows: the last thousand lines first, following only at its end.
 *
 * @public
 */
export function LiveLog({ text, ended, exitCode, label }: LiveLogProps) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  const box = useRef<HTMLDivElement>(null);
  const [frozen, setFrozen] = useState<string>();
  const [wrap, setWrap] = useState(true);
  const [copied, setCopied] = useState(false);
  const [wanted, setWanted] = useState(FIRST_LINES);
  const shownText = frozen ?? text;
  const lines = useMemo(() => splitLog(shownText), [shownText]);
  const hidden = Math.max(0, lines.length - wanted);
  const follow = useFollow(box, lines.length);
  const { stop } = follow;
  const reveal = useCallback(
    (line: number) => {
      stop();
      setWanted(now => Math.max(now, lines.length - line + 1));
    },
    [stop, lines.length],
  );
  const marks = useLogMarks(box, lines, reveal);
  const shown = useMemo(() => lines.slice(hidden), [lines, hidden]);
  useShortcut(
    'e',
    t('keys.nextError'),
    () => marks.goNext(marks.errors),
    marks.errors.length > 0,
  );

  return (
    <Box>
      <LogToolbar
        ended={ended}
        paused={frozen !== undefined}
        onPause={() => setFrozen(frozen === undefined ? text : undefined)}
        wrap={wrap}
        onWrap={() => setWrap(!wrap)}
        errors={marks.errors.length}
        onNextError={() => marks.goNext(marks.errors)}
        words={marks.words}
        onWords={marks.setWords}
        onNextHit={() => marks.goNext(marks.hits)}
        hits={marks.hits.length}
        hitAt={marks.hits.indexOf(marks.marked ?? 0) + 1}
        copied={copied}
        onCopy={copy}
      />
      <Box sx={{ position: 'relative' }}>
        <Box
          ref={box}
          role="region"
          tabIndex={0}
          aria-label={label ?? t('log.label')}
          onScroll={follow.onScroll}
          sx={{
            maxHeight: 'max(240px, calc(100vh - 470px))',
            overflow: 'auto',
            border: '1px solid',
            borderColor: 'divider',
            borderRadius: '4px',
            paddingBlock: 1,
            fontFamily: 'monospace',
            fontSize: '0.8125rem',
            lineHeight: 1.5,
            '@media print': { maxHeight: 'none' },
          }}
        >
          {hidden > 0 && (
            <Button
              size="small"
              color="inherit"
              onClick={() => {
                stop();
                setWanted(wanted + FIRST_LINES);
              }}
            >
              {t('log.earlier', {
                n: Math.min(hidden, FIRST_LINES).toLocaleString('en-US'),
              })}
            </Button>
          )}
          {lines.length === 0 && (
            <Box sx={{ paddingInline: 2, color: 'text.secondary' }}>
              {t('log.empty')}
            </Box>
          )}
          <LogLines
            lines={shown}
            first={hidden + 1}
            marked={marks.marked}
            words={marks.words}
            wrap={wrap}
          />
        </Box>
        {!follow.following && !ended && (
          <Button
            variant="contained"
            size="small"
            startIcon={<ArrowDownIcon size={14} />}
            onClick={follow.jump}
            sx={{ position: 'absolute', insetBlockEnd: 8, insetInlineEnd: 16 }}
          >
            {follow.fresh > 0
              ? t('log.fresh', { n: String(follow.fresh) })
              : t('log.jump')}
          </Button>
        )}
      </Box>
      <Typography variant="body2" role="status" sx={{ paddingBlockStart: 1 }}>
        {footer()}
      </Typography>
    </Box>
  );

  function copy() {
    navigator.clipboard?.writeText(lines.join('\n')).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    });
  }

  function footer() {
    const n = lines.length.toLocaleString('en-US');
    if (!ended) {
      return t('log.running', { n });
    }
    return exitCode === undefined
      ? t('log.endedUnknown', { n })
      : t('log.ended', { n, code: String(exitCode) });
  }
}
