import { ReactNode } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Freshness } from '@orion/backstage-plugin-orion-common';
import {
  formatMoment,
  PartialBanner,
} from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../../translation';

/** The collector of routes is away: how old is what is shown, and what fails. */
export function CollectorNote(props: {
  freshness: Freshness | undefined;
  retry(): void;
  children?: ReactNode;
}) {
  const { freshness, retry, children } = props;
  const { t } = useTranslationRef(orionBgpTranslationRef);
  if (!freshness?.error || !freshness.fetchedAt) {
    return null;
  }
  const time = formatMoment(new Date(freshness.fetchedAt));
  return (
    <PartialBanner onRetry={retry}>
      {t('collector.asOf', { time })} {children} {freshness.error}
    </PartialBanner>
  );
}
