import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { OwnPrefixList } from '@orion/backstage-plugin-orion-bgp-common';
import {
  Loadable,
  LoadError,
  LoadingBlock,
  StaleNote,
  SummarySentence,
} from '@orion/backstage-plugin-orion-react';
import { useAspaText } from '../../hooks/useAspaText';
import { useOpenPath } from '../../hooks/useOpenPath';
import { useRouteSearch } from '../../hooks/useRouteSearch';
import { orionBgpTranslationRef } from '../../translation';
import { AskedAt } from '../RoutesPage/AskedAt';
import { AspaMark } from '../RoutesPage/AspaMark';
import { MoreFailed } from '../RoutesPage/MoreFailed';
import { OpenedPath } from '../RoutesPage/OpenedPath';
import { RoutesTable } from '../RoutesPage/RoutesTable';
import { RpkiMark } from '../RoutesPage/RpkiMark';
import { NoPath } from './NoPath';
import { OwnPrefixRoas } from './OwnPrefixRoas';
import { PrefixRoas } from './PrefixRoas';
import { useCanonicalPrefix } from './useCanonicalPrefix';
import { usePrefixSentence } from './usePrefixSentence';
import { WaysPanel } from './WaysPanel';

const POLL_MS = 30_000;

/** Everything that is known about one prefix. */
export function PrefixView({
  prefix,
  own,
}: {
  prefix: string;
  own: Loadable<OwnPrefixList>;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { page, items, loadMore, loadingMore, moreError } = useRouteSearch(
    { q: prefix, match: 'exact' },
    { pollMs: POLL_MS },
  );
  const sentence = usePrefixSentence(prefix);
  const given = useCanonicalPrefix(prefix, page);
  const aspaText = useAspaText();
  const path = useOpenPath(items, 'data' in page && !page.pending);
  if (page.status === 'loading') {
    return (
      <LoadingBlock of={t('routes.what')} heights={[25, 150, 80, 36, 36]} />
    );
  }
  if (page.status === 'error') {
    return (
      <LoadError
        error={page.error}
        retry={page.retry}
        of={t('routes.what')}
        list
      />
    );
  }
  const opened = (
    <OpenedPath
      path={path}
      tables={page.data.tables}
      more={loadMore !== undefined}
    />
  );
  const meant = given && (
    <Box role="status">{t('terms.hostBits', { given, prefix })}</Box>
  );
  if (items.length === 0) {
    return (
      <>
        {meant}
        {page.status === 'stale' && (
          <StaleNote at={page.observedAt} retry={page.retry} />
        )}
        {opened}
        <NoPath prefix={prefix} tables={page.data.tables} />
        <AskedAt page={page} intervalMs={POLL_MS} />
        <OwnPrefixRoas prefix={prefix} own={own} />
      </>
    );
  }
  const [first] = items;
  const best = items.find(route => route.best);
  // What is used counts; what somebody else tries is told beside it.
  const { rpki } = best ?? first;
  const invalid = items.filter(route => route.rpki.state === 'invalid').length;
  return (
    <>
      {meant}
      {page.status === 'stale' && (
        <StaleNote at={page.observedAt} retry={page.retry} />
      )}
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 2,
          rowGap: 0.5,
          alignItems: 'baseline',
        }}
      >
        <SummarySentence>
          {sentence(items, page.data.total ?? items.length)}
        </SummarySentence>
        {/* The ROAs below say the rest. */}
        <RpkiMark explained={rpki.state === 'invalid'} rpki={rpki} />
        {invalid > 0 && invalid < items.length && (
          <span>
            {t('prefix.invalid', {
              count: invalid,
              n: String(invalid),
              total: String(items.length),
            })}
          </span>
        )}
        <AskedAt page={page} intervalMs={POLL_MS} />
        {best?.aspa && (
          <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1 }}>
            <span>{t('aspa.best')}</span>
            <AspaMark aspa={best.aspa} />
            <Box component="span" sx={{ color: 'text.secondary' }}>
              {aspaText(best.aspa)}
            </Box>
          </Box>
        )}
      </Box>
      {items.some(({ asPath }) => asPath) && (
        <WaysPanel routes={items} total={page.data.total} />
      )}
      <PrefixRoas rpki={rpki} />
      {opened}
      <RoutesTable
        plainPrefix
        items={items}
        total={page.data.total}
        onOpen={path.open}
        onMore={loadMore}
        loadingMore={loadingMore}
      />
      <MoreFailed error={moreError} />
    </>
  );
}
