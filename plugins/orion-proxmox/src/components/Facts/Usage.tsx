import { ReactNode } from 'react';
import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import { toneColor, Unknown } from '@orion/backstage-plugin-orion-react';
import { isNearlyFull } from '../../lib/host';

export interface UsageProps {
  used: number | undefined;
  total: number | undefined;
  /** The same in words: the bar only helps the eye. */
  children: ReactNode;
}

/** How much of something is in use, as words over a bar. */
export function Usage({ used, total, children }: UsageProps) {
  const { mode } = useTheme().palette;
  if (used === undefined || !total) {
    return <Unknown />;
  }
  const share = Math.min(1, Math.max(0, used / total));
  return (
    <>
      {children}
      <Box
        aria-hidden="true"
        sx={{
          height: 6,
          marginBlockStart: 0.5,
          maxWidth: 180,
          borderRadius: '3px',
          border: '1px solid',
          borderColor: 'text.secondary',
          overflow: 'hidden',
          // Printers leave backgrounds out unless told.
          printColorAdjust: 'exact',
        }}
      >
        <Box
          sx={{
            height: '100%',
            inlineSize: `${share * 100}%`,
            backgroundColor: toneColor(
              mode,
              isNearlyFull(used, total) ? 'warn' : 'busy',
            ),
          }}
        />
      </Box>
    </>
  );
}
