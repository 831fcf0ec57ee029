import { ReactNode } from 'react';
import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import { StatusShape, toneColor } from '@orion/backstage-plugin-orion-react';

/** A word beside a session that asks for somebody; its sentence is the title. */
export function ProblemMark({
  tone,
  title,
  children,
}: {
  tone: 'warn' | 'unknown';
  title: string;
  children: ReactNode;
}) {
  const { background, mode } = useTheme().palette;
  return (
    <Box
      component="span"
      title={title}
      sx={{
        // Cut out of the shape: what is behind it.
        '--orion-shape-mark': background.paper,
        display: 'inline-flex',
        alignItems: 'center',
        gap: '4px',
        whiteSpace: 'nowrap',
        fontSize: '0.8125rem',
        fontWeight: 400,
        color: toneColor(mode, tone),
      }}
    >
      <StatusShape tone={tone} size={12} />
      {children}
    </Box>
  );
}
