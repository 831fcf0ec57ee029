import { useEffect, useState } from 'react';
import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { orionReactTranslationRef } from '../../translation';

const SHOW_AFTER_MS = 150;
const SLOW_AFTER_MS = 5000;

/** What is awaited, and how high it will be. @public */
export interface LoadingBlockProps {
  /** What is awaited: "NetBox", "the changes". */
  of: string;
  /** Heights in pixels of the final layout's parts. */
  heights: number[];
}

/**
 * A skeleton of the final layout: invisible at first, and honest after five seconds.
 *
 * @public
 */
export function LoadingBlock({ of, heights }: LoadingBlockProps) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  const shown = useAfter(SHOW_AFTER_MS);
  const slow = useAfter(SLOW_AFTER_MS);
  return (
    <Box
      role="status"
      aria-busy="true"
      aria-label={t('loading.label', { what: of })}
      sx={{ position: 'relative', display: 'grid', gap: 1 }}
    >
      {heights.map((height, index) => (
        <Skeleton
          key={index}
          variant="rectangular"
          height={height}
          sx={{
            visibility: shown ? 'visible' : 'hidden',
            borderRadius: '4px',
            '@media (prefers-reduced-motion: reduce)': { animation: 'none' },
          }}
        />
      ))}
      {slow && (
        <Typography
          variant="body2"
          sx={{
            position: 'absolute',
            insetBlockStart: 8,
            insetInlineStart: 12,
          }}
        >
          {t('loading.slow', { what: of })}
        </Typography>
      )}
    </Box>
  );
}

function useAfter(ms: number): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return passed;
}
