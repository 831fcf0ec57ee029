import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { PrefixLimit } from '@orion/backstage-plugin-orion-bgp-common';
import {
  formatCount,
  formatPercent,
  StatusShape,
  toneColor,
  Unknown,
} from '@orion/backstage-plugin-orion-react';
import { isTight, limitShare } from '../../lib/headroom';
import { orionBgpTranslationRef } from '../../translation';

/** What BIRD and GoBGP call what they do. */
const actions = ['warn', 'block', 'restart', 'disable', 'teardown'] as const;

/** How much of a prefix limit is used; on hover what it counts and what happens beyond. */
export function LimitValue({
  limit,
  explained,
  short,
}: {
  limit?: PrefixLimit;
  /**
   * With what it counts, which is not the same for every daemon, and what happens
   * beyond it: nobody can hover with a finger.
   */
  explained?: boolean;
  /** The share alone, where there is little room. */
  short?: boolean;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { mode } = useTheme().palette;
  if (!limit) {
    return <Unknown reason={t('limit.none')} />;
  }
  const share = limitShare(limit);
  const counts =
    limit.counts === 'before-filters' ? t('limit.before') : t('limit.after');
  if (share === undefined) {
    const reason = t('limit.unknownUse', { limit: formatCount(limit.limit) });
    return explained ? (
      <span>{[reason, counts, beyond()].join(', ')}</span>
    ) : (
      <Unknown reason={reason} />
    );
  }
  const hint = [
    t('limit.of', {
      used: formatCount(limit.used),
      limit: formatCount(limit.limit),
    }),
    counts,
    beyond(),
  ].join(', ');
  return (
    <span
      title={hint}
      style={
        isTight(limit)
          ? {
              color: toneColor(mode, 'warn'),
              display: 'inline-flex',
              alignItems: 'center',
              gap: 6,
            }
          : undefined
      }
    >
      {isTight(limit) && <StatusShape tone="warn" size={12} />}
      {short
        ? formatPercent(share)
        : t('limit.share', {
            share: formatPercent(share),
            limit: formatCount(limit.limit),
          })}
      {explained && `, ${counts}, ${beyond()}`}
    </span>
  );

  function beyond() {
    const action = limit?.action;
    if (!action) {
      return t('limit.beyondUnknown');
    }
    const known = actions.find(one => one === action);
    return known ? t(`limit.beyondOf.${known}`) : t('limit.beyond', { action });
  }
}
