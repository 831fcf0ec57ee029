import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { CheckResult } from '@orion/backstage-plugin-orion-common';
import {
  Loadable,
  LoadingBlock,
  SummarySentence,
} from '@orion/backstage-plugin-orion-react';
import { summarizeChecks } from '../../lib/summarizeChecks';
import { splitSummary } from '../../lib/splitSummary';
import { orionTranslationRef } from '../../translation';

/** The page's answer, worst first. */
export function ChecksSentence({
  checks,
}: {
  checks: Loadable<CheckResult[]>;
}) {
  const { t } = useTranslationRef(orionTranslationRef);
  if (checks.status === 'loading') {
    return (
      <LoadingBlock of={t('checks.what')} heights={[{ xs: 50, sm: 25 }]} />
    );
  }
  if (checks.status === 'error') {
    return <SummarySentence>{t('sentence.missing')}</SummarySentence>;
  }
  return <SummarySentence>{sentence(checks.data)}</SummarySentence>;

  function sentence(results: CheckResult[]) {
    const summary = summarizeChecks(results);
    switch (summary.tone) {
      case 'none':
        return t('sentence.none');
      case 'ok':
      case 'okPart': {
        const { count, rest, total } = summary;
        return t(`sentence.${summary.tone}`, {
          count,
          rest: String(rest),
          total: String(total),
        });
      }
      default:
        return t(`sentence.${summary.tone}`, {
          count: summary.count,
          what: splitSummary(summary.what).first,
        });
    }
  }
}
