import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { UNKNOWN } from '../../format/numbers';
import { orionReactTranslationRef } from '../../translation';

/**
 * A value nobody knows, with the reason. Never 0.
 *
 * @public
 */
export function Unknown({ reason }: { reason?: string }) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  const text = reason ?? t('value.unknown');
  return (
    // The browser's own tip: tables hold hundreds of these.
    <span aria-label={text} title={text} role="img">
      {UNKNOWN}
    </span>
  );
}
