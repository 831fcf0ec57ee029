import { ReactNode } from 'react';
import Box from '@mui/material/Box';

/**
 * Terms and what is so, side by side where there is room. Holds `Fact`s.
 *
 * @public
 */
export function FactList({ children }: { children: ReactNode }) {
  return (
    <Box
      component="dl"
      sx={{
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fill, minmax(150px, 1fr))',
        gap: 1.5,
        margin: 0,
      }}
    >
      {children}
    </Box>
  );
}

/** One term of a {@link FactList}, and what is so. @public */
export function Fact({
  term,
  children,
}: {
  term: string;
  children: ReactNode;
}) {
  return (
    <Box sx={{ minWidth: 0 }}>
      <Box
        component="dt"
        sx={{ fontSize: '0.8125rem', color: 'text.secondary' }}
      >
        {term}
      </Box>
      <Box
        component="dd"
        sx={{
          margin: 0,
          overflowWrap: 'anywhere',
          fontVariantNumeric: 'tabular-nums',
        }}
      >
        {children}
      </Box>
    </Box>
  );
}
