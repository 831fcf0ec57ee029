import Box from '@mui/material/Box';
import Link from '@mui/material/Link';

interface StateBarProps {
  states: readonly string[];
  current: string;
}

/** A link per state; each loads the page anew, as its APIs are made at the start. */
export function StateBar({ states, current }: StateBarProps) {
  return (
    <Box
      component="nav"
      aria-label="States of this development app"
      sx={{
        position: 'fixed',
        insetBlockStart: 0,
        insetInlineEnd: 0,
        zIndex: 'snackbar',
        display: 'flex',
        gap: 1.5,
        paddingBlock: 0.5,
        paddingInline: 1.5,
        fontSize: '0.8125rem',
        backgroundColor: 'background.paper',
        border: '1px solid',
        borderColor: 'divider',
      }}
    >
      {states.map(state => (
        <Link
          key={state}
          href={`?state=${state}`}
          aria-current={state === current ? 'true' : undefined}
          sx={{ fontWeight: state === current ? 700 : 400 }}
        >
          {state}
        </Link>
      ))}
    </Box>
  );
}
