import Box from '@mui/material/Box';

/** What somebody else wrote: named, monospace, as it is. */
export function Quote({ label, text }: { label: string; text: string }) {
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1 }}>
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {label}:
      </Box>
      <Box
        component="code"
        sx={{ fontSize: '0.875rem', overflowWrap: 'anywhere' }}
      >
        <bdi>{text}</bdi>
      </Box>
    </Box>
  );
}
