import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RouteCounter } from '@orion/backstage-plugin-orion-bgp-common';
import { formatCount, Unknown } from '@orion/backstage-plugin-orion-react';
import { useCounterText } from '../../hooks/useCounterText';
import { orionBgpTranslationRef } from '../../translation';

/** A number of routes, of now or as it was, or a dash; on hover how the daemon counts, or why it cannot. */
export function CounterValue({ counter }: { counter?: RouteCounter }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const text = useCounterText();
  if (!counter) {
    return <Unknown reason={t('counter.none')} />;
  }
  if (counter.value === undefined) {
    return <Unknown reason={text(counter)} />;
  }
  const n = formatCount(counter.value);
  return (
    <span title={text(counter)}>
      {counter.stale ? t('counter.was', { n }) : n}
    </span>
  );
}
