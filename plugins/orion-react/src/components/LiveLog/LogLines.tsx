import { memo } from 'react';
import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { orionReactTranslationRef } from '../../translation';
import { toneColor } from '../StatusChip/toneColors';
import { isErrorLine } from './logText';

export interface LogLinesProps {
  lines: string[];
  /** Number of the first line, from 1. */
  first: number;
  marked?: number;
  words: string;
  wrap: boolean;
}

/** The numbered lines; numbers are links and stay out of copied text. */
export const LogLines = memo((props: LogLinesProps) => {
  const { lines, first, marked, words, wrap } = props;
  const { mode } = useTheme().palette;
  const { t } = useTranslationRef(orionReactTranslationRef);
  const bad = toneColor(mode, 'bad');
  return (
    <>
      {lines.map((line, index) => {
        const number = first + index;
        return (
          <Box
            key={number}
            data-line={number}
            sx={{
              display: 'flex',
              minHeight: '1.5em',
              contentVisibility: 'auto',
              containIntrinsicSize: 'auto 1.5em',
              backgroundColor:
                number === marked ? 'action.selected' : undefined,
              color: isErrorLine(line) ? bad : undefined,
            }}
          >
            <Box
              component="a"
              href={`#L${number}`}
              aria-label={t('log.line', { n: String(number) })}
              tabIndex={-1}
              sx={{
                flex: 'none',
                width: '6ch',
                paddingInlineEnd: '1.5ch',
                textAlign: 'end',
                userSelect: 'none',
                color: 'text.secondary',
                textDecoration: 'none',
                '&:hover': { textDecoration: 'underline' },
              }}
            >
              {number}
            </Box>
            <Box
              component="span"
              sx={{
                whiteSpace: wrap ? 'pre-wrap' : 'pre',
                overflowWrap: wrap ? 'anywhere' : undefined,
                minWidth: 0,
              }}
            >
              {highlight(line, words)}
            </Box>
          </Box>
        );
      })}
    </>
  );
});

function highlight(line: string, words: string) {
  const wanted = words.trim();
  const at =
    wanted === '' ? -1 : line.toLowerCase().indexOf(wanted.toLowerCase());
  if (at < 0) {
    return line;
  }
  return (
    <>
      {line.slice(0, at)}
      <mark>{line.slice(at, at + wanted.length)}</mark>
      {line.slice(at + wanted.length)}
    </>
  );
}
