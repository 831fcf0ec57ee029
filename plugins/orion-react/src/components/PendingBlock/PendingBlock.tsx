import { ReactNode } from 'react';
import Box from '@mui/material/Box';
import LinearProgress from '@mui/material/LinearProgress';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useAfter } from '../../hooks/useAfter';
import { orionReactTranslationRef } from '../../translation';

/** An answer that comes at once needs no sign. */
const SHOW_AFTER_MS = 150;

/** What is shown, and whether it answers what was asked. @public */
export interface PendingBlockProps {
  /** Of a {@link Loadable}: the answer to what is asked now is on its way. */
  pending?: boolean;
  /** What is awaited: "routes". */
  of: string;
  /** The answer to the question before. */
  children: ReactNode;
}

/**
 * An answer that stays while another question is asked: without its colours, so
 * that nothing in it looks as if it were so now, under a bar that moves. Takes no
 * room of its own.
 *
 * @public
 */
export function PendingBlock({ pending, of, children }: PendingBlockProps) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  const shown = useAfter(SHOW_AFTER_MS, pending === true);
  return (
    <Box
      aria-busy={pending ? true : undefined}
      sx={{ position: 'relative', minWidth: 0 }}
    >
      {shown && (
        <LinearProgress
          aria-label={t('loading.label', { what: of })}
          sx={{
            position: 'absolute',
            insetInline: 0,
            insetBlockStart: -3,
            height: 3,
            '@media (prefers-reduced-motion: reduce)': {
              '& .MuiLinearProgress-bar': { animation: 'none' },
              '& .MuiLinearProgress-bar1Indeterminate': {
                left: 0,
                width: '100%',
              },
            },
          }}
        />
      )}
      <Box sx={{ minWidth: 0, ...(shown && { filter: 'grayscale(1)' }) }}>
        {children}
      </Box>
    </Box>
  );
}
