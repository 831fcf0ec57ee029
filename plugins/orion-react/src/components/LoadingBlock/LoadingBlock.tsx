import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useAfter } from '../../hooks/useAfter';
import { orionReactTranslationRef } from '../../translation';

const SHOW_AFTER_MS = 150;
const SLOW_AFTER_MS = 5000;
const TEXT_HEIGHT = 20;

/** One for all widths, or one for a phone (`xs`) and one for all else. @public */
export type PartHeight = number | { xs: number; sm: number };

/** What is awaited, and how high it will be. @public */
export interface LoadingBlockProps {
  /** What is awaited: "NetBox", "the changes". */
  of: string;
  /** Heights in pixels of the final layout's parts; on a phone lines break. */
  heights: PartHeight[];
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
          sx={{
            height,
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
            // In the middle of a thin first part, at the head of a thick one.
            insetBlockStart: { xs: inset('xs'), sm: inset('sm') },
            insetInlineStart: 12,
          }}
        >
          {t('loading.slow', { what: of })}
        </Typography>
      )}
    </Box>
  );

  function inset(width: 'xs' | 'sm'): string {
    const [first = TEXT_HEIGHT] = heights;
    const height = typeof first === 'number' ? first : first[width];
    return `${Math.min(8, (height - TEXT_HEIGHT) / 2)}px`;
  }
}
