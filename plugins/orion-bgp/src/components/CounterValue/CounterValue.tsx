import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RouteCounter } from '@orion/backstage-plugin-orion-bgp-common';
import { formatCount, Unknown } from '@orion/backstage-plugin-orion-react';
import { useCounterText } from '../../hooks/useCounterText';
import { orionBgpTranslationRef } from '../../translation';

/** A number of routes, or a dash; on hover how the daemon counts, or why it cannot. */
export function CounterValue({ counter }: { counter?: RouteCounter }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const text = useCounterText();
  if (!counter) {
    return <Unknown reason={t('counter.none')} />;
  }
  return counter.value === undefined ? (
    <Unknown reason={text(counter)} />
  ) : (
    <span title={text(counter)}>{formatCount(counter.value)}</span>
  );
}
