import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { OwnPrefixList } from '@orion/backstage-plugin-orion-bgp-common';
import {
  Loadable,
  LoadError,
  LoadingBlock,
} from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../../translation';

export interface OwnPendingProps {
  own: Extract<Loadable<OwnPrefixList>, { status: 'loading' | 'error' }>;
  /** Of the lines that will stand there. */
  heights: number[];
}

/** That the own prefixes are waited for, or why there are none. */
export function OwnPending({ own, heights }: OwnPendingProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return own.status === 'loading' ? (
    <LoadingBlock of={t('own.what')} heights={heights} />
  ) : (
    <LoadError error={own.error} retry={own.retry} of={t('own.what')} list />
  );
}
