import { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  RefusalCount,
  RefusalReasons,
  SessionDetail,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  formatCount,
  LoadError,
  LoadingBlock,
  StaleNote,
  TimeAgo,
  touchArea,
} from '@orion/backstage-plugin-orion-react';
import { useFilterReason } from '../../hooks/useFilterReason';
import { useHrefs } from '../../hooks/useHrefs';
import { useRefusals } from '../../hooks/useSession';
import { familyName } from '../../lib/familyName';
import { isListed, isRead, refusalSearch } from '../../lib/funnel';
import { orionBgpTranslationRef } from '../../translation';

const quiet = { fontSize: '0.8125rem', color: 'text.secondary' } as const;

/** Why the routes of a session were refused, each reason a link to its routes. */
export function Refusals({ session }: { session: SessionDetail }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { families, identity } = session;
  const { router } = session;
  const unkept = families.filter(
    ({ counters, family }) =>
      !isListed('filtered', counters.filtered, identity?.capabilities, family),
  );
  const none = unkept.length === families.length;
  if (families.length === 0) {
    return null;
  }
  return (
    <Box component="section" sx={{ display: 'grid', gap: 0.5 }}>
      <Box component="h3" sx={{ margin: 0, fontSize: '0.875rem' }}>
        {t('refusal.title')}
      </Box>
      {!none && <Counted session={session} whole={unkept.length === 0} />}
      {none && unkept.every(({ family }) => isRead(family)) ? (
        <Box sx={quiet}>{t('refusal.unkept', { router })}</Box>
      ) : (
        unkept.map(({ family }) => (
          <Box key={family} sx={quiet}>
            {t(isRead(family) ? 'refusal.unkeptOf' : 'refusal.unreadOf', {
              family: familyName(family),
              router,
            })}
          </Box>
        ))
      )}
    </Box>
  );
}

function Counted({
  session: { name, router },
  whole,
}: {
  session: SessionDetail;
  /** Every family is in it. */
  whole: boolean;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const loaded = useRefusals({ router, session: name });
  switch (loaded.status) {
    case 'loading':
      return <LoadingBlock of={t('refusal.title')} heights={[28, 28]} />;
    case 'error':
      return (
        <LoadError
          error={loaded.error}
          retry={loaded.retry}
          of={t('refusal.title')}
        />
      );
    default:
      return (
        <>
          {loaded.status === 'stale' && (
            <StaleNote at={loaded.observedAt} retry={loaded.retry} />
          )}
          <Reasons session={name} refusals={loaded.data} whole={whole} />
        </>
      );
  }
}

function Reasons(props: {
  session: string;
  refusals: RefusalReasons;
  whole: boolean;
}) {
  const { session, refusals, whole } = props;
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { items, more, table, total } = refusals;
  const { router } = table;
  switch (table.state) {
    case 'loading':
      return <Box sx={quiet}>{t('table.loading', { router })}</Box>;
    case 'summary-only':
    case 'unavailable':
      return (
        <Box sx={quiet}>
          {t('refusal.noTable', { router, error: table.error ?? '' })}
        </Box>
      );
    default:
  }
  const named = items.reduce((sum, { count }) => sum + count, 0);
  const isOld = table.error !== undefined || table.state === 'resyncing';
  return (
    // Without its colors, and no paler: it is read all the same.
    <Box
      sx={{ filter: isOld ? 'grayscale(1)' : 'none', overflowWrap: 'anywhere' }}
    >
      {total === 0 ? (
        <Box>{t(whole ? 'refusal.none' : 'refusal.noneCounted')}</Box>
      ) : (
        <Box
          component="ol"
          aria-label={t('refusal.title')}
          sx={{ listStyle: 'none', margin: 0, padding: 0 }}
        >
          {items.map(item => (
            <Reason
              key={`${item.community} ${item.reason} ${item.rpki}`}
              item={item}
              of={{ session, router, tellsReasons: refusals.tellsReasons }}
            />
          ))}
          {more > 0 && <Row count={more}>{t('refusal.more')}</Row>}
        </Box>
      )}
      {named > total - more && <Box sx={quiet}>{t('refusal.several')}</Box>}
      {table.dumpedAt && (
        <Box sx={{ ...quiet, mt: 0.5 }}>
          {isOld ? t('refusal.old') : t('refusal.asOf')}{' '}
          <TimeAgo at={table.dumpedAt} />
          {table.error && `. ${table.error}`}
        </Box>
      )}
    </Box>
  );
}

function Reason(props: {
  item: RefusalCount;
  of: { session: string; router: string; tellsReasons: boolean };
}) {
  const { item, of } = props;
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const hrefs = useHrefs();
  const untold = useFilterReason();
  const text =
    item.reason ??
    (item.rpki
      ? t(`refusal.rpki.${item.rpki}`)
      : untold({ noReason: of.tellsReasons ? 'unmarked' : 'as-received' }));
  return (
    <Row count={item.count}>
      <Link
        component={RouterLink}
        to={hrefs.routes({
          q: refusalSearch(of.session, item),
          router: of.router,
        })}
        sx={{ ...touchArea, overflowWrap: 'anywhere' }}
      >
        {text}
      </Link>
      {item.community && (
        <Box component="code" dir="ltr" sx={{ ...quiet, marginInlineStart: 1 }}>
          {item.community}
        </Box>
      )}
    </Row>
  );
}

function Row({ count, children }: { count: number; children: ReactNode }) {
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        justifyContent: 'space-between',
        alignItems: 'center',
        gap: 2,
        minHeight: { xs: 44, md: 28 },
        paddingBlock: 0.5,
        borderBottom: '1px solid',
        borderColor: 'divider',
      }}
    >
      <Box sx={{ minWidth: 0 }}>{children}</Box>
      <Box sx={{ flex: 'none', fontVariantNumeric: 'tabular-nums' }}>
        {formatCount(count)}
      </Box>
    </Box>
  );
}
