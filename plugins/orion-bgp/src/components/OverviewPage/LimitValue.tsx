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

/** How much of a prefix limit is used; on hover what it counts and what happens beyond. */
export function LimitValue({
  limit,
  explained,
  short,
}: {
  limit?: PrefixLimit;
  /** With what it counts, which is not the same for every daemon. */
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
  if (share === undefined) {
    return (
      <Unknown
        reason={t('limit.unknownUse', { limit: formatCount(limit.limit) })}
      />
    );
  }
  const counts =
    limit.counts === 'before-filters' ? t('limit.before') : t('limit.after');
  const hint = [
    t('limit.of', {
      used: formatCount(limit.used),
      limit: formatCount(limit.limit),
    }),
    counts,
    ...(limit.action ? [t('limit.action', { action: limit.action })] : []),
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
      {explained && `, ${counts}`}
    </span>
  );
}
