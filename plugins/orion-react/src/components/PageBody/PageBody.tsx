import { ReactNode } from 'react';
import Box from '@mui/material/Box';
import { plainButtons } from './plainButtons';
import { plainTabs } from './plainTabs';

/** A bar of a phone with its framework's navigation below it. */
const BAR_ROOM = '180px';

const aboveBar = {
  '& a, & button, & input, & textarea, & [tabindex]': {
    scrollMarginBlockEnd: { xs: BAR_ROOM, sm: 0 },
  },
} as const;

/**
 * The inside of a page below the framework's header: its margins, and room for
 * a bottom bar on phones.
 *
 * @public
 */
export function PageBody({
  children,
  bar,
}: {
  children: ReactNode;
  bar?: ReactNode;
}) {
  return (
    <Box
      component="main"
      sx={{
        display: 'grid',
        gap: 2,
        alignContent: 'start',
        paddingInline: { xs: 2, sm: 3 },
        paddingBlockEnd: bar ? { xs: BAR_ROOM, sm: 0 } : 3,
        gridTemplateColumns: 'minmax(0, 1fr)',
        // What the keyboard comes to is scrolled to above the bar, not under it.
        ...(bar ? aboveBar : {}),
        '@media print': {
          padding: 0,
          // "4 min ago" says nothing on paper.
          '& .orion-screen': { display: 'none' },
          '& .orion-paper': { display: 'inline' },
          // Nothing to press on paper; of several, what is chosen says what is shown.
          '& [class*="MuiButton-root"], & [class*="MuiToggleButton-root"]:not(.Mui-selected)':
            { display: 'none' },
        },
        // A system's own colours take away the backgrounds that say what is chosen.
        '@media (forced-colors: active)': {
          '& [class*="MuiToggleButton-root"].Mui-selected, & [class*="MuiTabs-indicator"]':
            {
              forcedColorAdjust: 'none',
              backgroundColor: 'Highlight',
              color: 'HighlightText',
            },
          '& [class*="MuiButton-contained"]': { border: '1px solid' },
        },
        ...plainButtons,
        ...plainTabs,
      }}
    >
      {children}
      {bar}
    </Box>
  );
}
