import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Route } from '@orion/backstage-plugin-orion-bgp-common';
import { StatusShape, toneColor } from '@orion/backstage-plugin-orion-react';
import { routeState } from '../../lib/routeState';
import { orionBgpTranslationRef } from '../../translation';

const tones = {
  best: 'good',
  rejected: 'bad',
  accepted: 'idle',
  received: 'idle',
} as const;

/** What became of a path. */
export function RouteStateMark({ route }: { route: Route }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { mode } = useTheme().palette;
  const state = routeState(route);
  const notes = [
    ...(route.stale ? [t('route.stale')] : []),
    ...(route.unreachable ? [t('route.unreachable')] : []),
  ];
  return (
    <span
      style={{
        color: toneColor(mode, tones[state]),
        display: 'inline-flex',
        verticalAlign: 'middle',
        alignItems: 'center',
        gap: 6,
      }}
    >
      <StatusShape tone={tones[state]} />
      {[t(`route.${state}`), ...notes].join(', ')}
    </span>
  );
}
