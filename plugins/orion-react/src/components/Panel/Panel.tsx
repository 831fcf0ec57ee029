import { ReactNode, useId } from 'react';
import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import { plainButtons } from '../PageBody/plainButtons';
import Typography from '@mui/material/Typography';

/** A box with a heading. @public */
export interface PanelProps {
  /** Names the section for assistive technology too. */
  title: string;
  /** Right of the title: usually a FreshnessLabel. */
  corner?: ReactNode;
  /** The panel's content. */
  children: ReactNode;
  /** Heading level in the page's outline. */
  level?: 2 | 3;
}

/**
 * A titled box.
 *
 * @public
 */
export function Panel({ title, corner, children, level = 2 }: PanelProps) {
  const id = useId();
  return (
    <Paper
      component="section"
      variant="outlined"
      aria-labelledby={id}
      sx={{
        paddingBlock: 1.5,
        paddingInline: 2,
        minWidth: 0,
        '@media print': {
          border: 0,
          padding: 0,
          '& > :first-of-type': { breakAfter: 'avoid' },
          '& li, & tr, & figure, & dl > div': { breakInside: 'avoid' },
        },
        ...plainButtons,
      }}
    >
      <Box
        sx={{
          display: 'flex',
          alignItems: 'baseline',
          gap: 1,
          marginBlockEnd: 0.5,
        }}
      >
        <Typography
          id={id}
          component={`h${level}`}
          sx={{ flex: 1, fontSize: '1rem', fontWeight: 600, margin: 0 }}
        >
          {title}
        </Typography>
        {corner}
      </Box>
      {children}
    </Paper>
  );
}
