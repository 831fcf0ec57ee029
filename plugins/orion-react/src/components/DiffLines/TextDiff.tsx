import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import { toneColor } from '../StatusChip/toneColors';

export interface TextDiffProps {
  /** Names it for whoever cannot see where it stands. */
  label: string;
  /** Lines that go. */
  before?: string;
  /** Lines that come. */
  after?: string;
}

/** Several lines of a file, those that go above those that come; scrolls by itself. */
export function TextDiff({ label, before, after }: TextDiffProps) {
  const { mode } = useTheme().palette;
  const lines = (text: string | undefined, sign: '−' | '+') =>
    (text ? text.split('\n') : []).map((line, index) => (
      <Box
        key={`${sign}${index}`}
        component="span"
        sx={{
          display: 'block',
          color: toneColor(mode, sign === '+' ? 'good' : 'bad'),
        }}
      >
        {`${sign} ${line}`}
      </Box>
    ));
  return (
    <Box
      component="pre"
      dir="ltr"
      tabIndex={0}
      role="group"
      aria-label={label}
      sx={{
        flexBasis: '100%',
        margin: 0,
        maxHeight: 360,
        overflow: 'auto',
        font: 'inherit',
        whiteSpace: 'pre',
        '@media print': { maxHeight: 'none', whiteSpace: 'pre-wrap' },
      }}
    >
      {lines(before, '−')}
      {lines(after, '+')}
    </Box>
  );
}
