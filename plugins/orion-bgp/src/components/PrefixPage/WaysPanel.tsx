import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Route } from '@orion/backstage-plugin-orion-bgp-common';
import { formatCount, Panel } from '@orion/backstage-plugin-orion-react';
import { pathsToDraw } from '../../lib/pathsToDraw';
import { orionBgpTranslationRef } from '../../translation';
import { PathGraph } from '../PathGraph/PathGraph';

/** More ways than this are a tangle. */
const MAX_DRAWN = 40;

export interface WaysPanelProps {
  /** As far as they were read. */
  routes: Route[];
  /** Of all, read or not; undefined where nobody counted. */
  total?: number;
}

/** The ways to a prefix as a graph, and how many of them are not in it. */
export function WaysPanel({ routes, total }: WaysPanelProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const drawn = pathsToDraw(routes, MAX_DRAWN);
  return (
    <Panel title={t('prefix.ways')}>
      <Box sx={{ display: 'grid', gap: 1, minWidth: 0 }}>
        {drawn.length < routes.length && (
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {tellDrawn()}
          </Box>
        )}
        <PathGraph routes={drawn} />
      </Box>
    </Panel>
  );

  function tellDrawn() {
    const n = formatCount(drawn.length);
    const read = formatCount(routes.length);
    if (total === undefined) {
      return t('graph.drawnOfMany', { n, read });
    }
    // The best one may be among those that were not read.
    return t(total > routes.length ? 'graph.drawnOfRead' : 'graph.drawn', {
      n,
      read,
      total: formatCount(total),
    });
  }
}
