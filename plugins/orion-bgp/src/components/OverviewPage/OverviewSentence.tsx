import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  formatPercent,
  FreshnessLabel,
  Loadable,
  SummarySentence,
  worstFreshness,
} from '@orion/backstage-plugin-orion-react';
import {
  OwnPrefixList,
  Session,
} from '@orion/backstage-plugin-orion-bgp-common';
import { BgpOverview } from '../../hooks/useSessions';
import { useLimitStopTexts } from '../../hooks/useLimitStopTexts';
import { familyName } from '../../lib/familyName';
import { findTightest, limitShare } from '../../lib/headroom';
import { intentProblem } from '../../lib/intentMatters';
import { ownProblems } from '../../lib/ownProblems';
import { sessionStatus } from '../../lib/sessionStatus';
import { orionBgpTranslationRef } from '../../translation';

export interface OverviewSentenceProps {
  overview: Loadable<BgpOverview>;
  /** It is told without them until they are known. */
  own: Loadable<OwnPrefixList>;
  now: number;
}

/** A change decided it on: off, it is missing among the established. */
const isWantedOn = ({ drift }: Session) => drift?.state === 'up';

/** "2 of 3 sessions established. AS6939 he_v6 is at 92 % of its limit." and how old that is. */
export function OverviewSentence({
  overview,
  own,
  now,
}: OverviewSentenceProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const limitStopTexts = useLimitStopTexts();
  if (overview.status === 'loading') {
    // The page holds its place.
    return null;
  }
  if (overview.status === 'error') {
    return <SummarySentence>{t('overview.unknown')}</SummarySentence>;
  }
  const { sessions, routers } = overview.data;
  const worst = worstFreshness(sessions.freshness);
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 2,
        alignItems: 'baseline',
      }}
    >
      <SummarySentence>
        {routers.length === 0 ? t('overview.notConnected') : sentence()}
      </SummarySentence>
      {worst && <FreshnessLabel freshness={worst} onRetry={overview.retry} />}
    </Box>
  );

  function sentence() {
    const present = sessions.items.filter(({ gone }) => !gone);
    if (present.length === 0) {
      return t('overview.none');
    }
    // What nobody answers for any more is told as it was.
    const silent = routers.filter(({ freshness }) => freshness.stale);
    const isSilent = ({ router }: Session) =>
      silent.some(({ id }) => id === router);
    const known = present.filter(session => !isSilent(session));
    const words = known.map(session => ({
      session,
      word: sessionStatus(session, now),
    }));
    const having = (...wanted: string[]) =>
      words.filter(({ word }) => wanted.includes(word));
    const parts = [
      known.length > 0
        ? tellEstablished(
            known,
            overview.status === 'stale'
              ? 'overview.were'
              : 'overview.established',
          )
        : '',
      tellDown(having('down', 'unknown').map(({ session }) => session)),
      tellSilent(having('established').map(({ session }) => session)),
      tellDrift(known.filter(({ drift }) => drift)),
      ...silent.map(({ id, title }) =>
        tellEstablished(
          present.filter(({ router }) => router === id),
          'overview.wereOn',
          title,
        ),
      ),
      tellTight(having('established').map(({ session }) => session)),
      // What a change wants on is no session that is off in peace: it is told above.
      tellOff(
        having('disabled').filter(({ session }) => !isWantedOn(session)).length,
      ),
      tellIntent(known),
      ...tellOwn(),
    ];
    return parts.filter(Boolean).join(' ');
  }

  function tellEstablished(
    all: Session[],
    key: 'overview.established' | 'overview.were' | 'overview.wereOn',
    router = '',
  ) {
    const words = all
      .map(session => ({ session, word: sessionStatus(session, now) }))
      .filter(
        ({ session, word }) => word !== 'disabled' || isWantedOn(session),
      );
    const count = words.length;
    const good = words.filter(({ word }) => word === 'established').length;
    return t(key, { count, router, good: String(good) });
  }

  function tellOff(count: number) {
    return count > 0 ? t('overview.disabled', { count }) : '';
  }

  function tellIntent(all: Session[]) {
    const count = all.filter(intentProblem).length;
    if (count === 0) {
      return '';
    }
    const old =
      overview.status === 'stale' || sessions.netbox?.freshness.stale === true;
    return t(old ? 'intent.sentenceWas' : 'intent.sentence', { count });
  }

  function tellOwn(): string[] {
    // How it was is told below, with its age.
    if (own.status !== 'ready' || own.data.freshness?.error) {
      return [];
    }
    const { invalid, unannounced } = ownProblems(own.data);
    const tell = (prefixes: string[], key: 'own.invalid' | 'own.toNobody') =>
      prefixes.length > 0
        ? t(key, {
            count: prefixes.length,
            prefix: prefixes[0],
            n: String(prefixes.length),
          })
        : '';
    return [tell(invalid, 'own.invalid'), tell(unannounced, 'own.toNobody')];
  }

  function nameOf({ neighborAs, name }: Session) {
    return t('neighbor', { as: `AS${neighborAs}`, name });
  }

  function tellDown(down: Session[]) {
    if (down.length === 0) {
      return '';
    }
    const name = nameOf(down[0]);
    if (down.length > 1) {
      return t('overview.downMore', { name, n: String(down.length - 1) });
    }
    const stop = limitStopTexts(down[0]);
    const why = stop ? t('limitStop.it', stop) : down[0].lastError;
    return t('overview.down', { name, why: why ? `: ${why}` : '' });
  }

  /** Established, and nothing goes in a family of it. */
  function tellSilent(up: Session[]) {
    const found = up.flatMap(session =>
      session.families
        .filter(family => !family.up)
        .map(({ family }) => ({ session, family })),
    );
    const [first] = found;
    return first
      ? t('overview.notExchanged', {
          count: found.length,
          name: nameOf(first.session),
          family: familyName(first.family),
          n: String(found.length - 1),
        })
      : '';
  }

  function tellDrift(drifted: Session[]) {
    return drifted.length > 0
      ? t('drift.sentence', {
          count: drifted.length,
          name: nameOf(drifted[0]),
        })
      : '';
  }

  function tellTight(up: Session[]) {
    const [first] = up
      .map(session => ({ session, family: findTightest(session) }))
      .filter(({ family }) => family)
      .sort(
        (a, b) =>
          limitShare(b.family.importLimit)! - limitShare(a.family.importLimit)!,
      );
    return first
      ? t('overview.tight', {
          name: nameOf(first.session),
          share: formatPercent(limitShare(first.family.importLimit)),
        })
      : '';
  }
}
