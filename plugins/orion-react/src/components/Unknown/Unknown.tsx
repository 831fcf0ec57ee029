import Tooltip from '@mui/material/Tooltip';
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
    <Tooltip title={text}>
      <span aria-label={text} role="img">
        {UNKNOWN}
      </span>
    </Tooltip>
  );
}
