import { useEffect, useRef } from 'react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { orionReactTranslationRef } from '../../translation';

/** Loads the next page when it comes into view, or when asked. */
export function MoreButton({
  onMore,
  loading,
}: {
  onMore?: () => void;
  loading?: boolean;
}) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  const ref = useRef<HTMLDivElement>(null);
  const more = useRef(onMore);
  more.current = onMore;
  const offered = Boolean(onMore);

  useEffect(() => {
    const element = ref.current;
    if (
      !element ||
      !offered ||
      loading ||
      typeof IntersectionObserver === 'undefined'
    ) {
      return undefined;
    }
    const observer = new IntersectionObserver(entries => {
      if (entries.some(entry => entry.isIntersecting)) {
        more.current?.();
      }
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [offered, loading]);

  return offered ? (
    <Box ref={ref} sx={{ display: 'grid', justifyItems: 'center', padding: 1 }}>
      <Button onClick={onMore} disabled={loading}>
        {loading ? t('table.loadingMore') : t('table.more')}
      </Button>
    </Box>
  ) : null;
}
