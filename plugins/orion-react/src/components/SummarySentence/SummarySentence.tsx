import { ReactNode } from 'react';
import Typography from '@mui/material/Typography';

/**
 * The computed sentence a page opens with.
 *
 * @public
 */
export function SummarySentence({ children }: { children: ReactNode }) {
  return (
    <Typography
      component="p"
      sx={{
        fontSize: '1.125rem',
        lineHeight: 1.4,
        maxWidth: '90ch',
        margin: 0,
      }}
    >
      {children}
    </Typography>
  );
}
