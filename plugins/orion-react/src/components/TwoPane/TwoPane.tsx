import { ReactNode } from 'react';
import Box from '@mui/material/Box';

/** What matters, and what stands beside it. @public */
export interface TwoPaneProps {
  /** First in the reading order. */
  children: ReactNode;
  /** Stands beside, or below on narrow screens. */
  aside: ReactNode;
  /** Names the side for assistive technology. */
  asideLabel: string;
}

/** Two columns from medium width on, one below. @public */
export function TwoPane({ children, aside, asideLabel }: TwoPaneProps) {
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2,
        alignItems: 'start',
        gridTemplateColumns: {
          xs: 'minmax(0, 1fr)',
          md: 'minmax(0, 1fr) minmax(240px, 320px)',
        },
      }}
    >
      <Box sx={{ minWidth: 0 }}>{children}</Box>
      <Box component="aside" aria-label={asideLabel} sx={{ minWidth: 0 }}>
        {aside}
      </Box>
    </Box>
  );
}
