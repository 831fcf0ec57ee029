import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Route } from '@orion/backstage-plugin-orion-bgp-common';
import { orionBgpTranslationRef } from '../../translation';
import { RouteStateMark } from './RouteStateMark';
import { RpkiMark } from './RpkiMark';

/** A path on a phone. */
export function RouteRowCard({
  route,
  onOpen,
}: {
  route: Route;
  onOpen: (route: Route) => void;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { prefix, asPath, session, router, filterReason, rpki } = route;
  return (
    <Box sx={{ display: 'grid', gap: 0.5, fontSize: '0.875rem' }}>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 2,
          alignItems: 'center',
        }}
      >
        <Link
          component="button"
          type="button"
          onClick={() => onOpen(route)}
          sx={{
            flex: 1,
            textAlign: 'start',
            fontFamily: 'monospace',
            fontWeight: 600,
            overflowWrap: 'anywhere',
            minWidth: '12ch',
          }}
        >
          <bdi dir="ltr">{prefix}</bdi>
        </Link>
        <RouteStateMark route={route} />
      </Box>
      <Box sx={{ overflowWrap: 'anywhere' }}>
        {asPath ? <bdi dir="ltr">{asPath}</bdi> : t('route.emptyPath')}
      </Box>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 2,
          alignItems: 'baseline',
        }}
      >
        <RpkiMark rpki={rpki} />
        {filterReason && <span>{filterReason}</span>}
        <bdi dir="ltr">
          {session ?? t('route.own')}, {router}
        </bdi>
      </Box>
    </Box>
  );
}
