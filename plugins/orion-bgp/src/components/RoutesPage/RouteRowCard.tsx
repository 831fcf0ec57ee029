import { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Route } from '@orion/backstage-plugin-orion-bgp-common';
import { useFilterReason } from '../../hooks/useFilterReason';
import { orionBgpTranslationRef } from '../../translation';
import { AspaMark } from './AspaMark';
import { RouteStateMark } from './RouteStateMark';
import { RpkiMark } from './RpkiMark';

const NAME = {
  flex: 1,
  textAlign: 'start',
  fontFamily: 'monospace',
  fontWeight: 600,
  overflowWrap: 'anywhere',
  minWidth: '12ch',
} as const;

export interface RouteRowCardProps {
  route: Route;
  /** Where the prefix leads to; without it, it opens the path. */
  prefixHref?: string;
  onOpen: (route: Route) => void;
}

/** A path on a phone. */
export function RouteRowCard(props: RouteRowCardProps) {
  const { route, prefixHref, onOpen } = props;
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { prefix, asPath, aspa, session, router, rpki } = route;
  const why = useFilterReason()(route);
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
        {prefixHref ? (
          <Box sx={NAME}>
            <Link component={RouterLink} to={prefixHref}>
              <bdi dir="ltr">{prefix}</bdi>
            </Link>
          </Box>
        ) : (
          <Link
            component="button"
            type="button"
            onClick={() => onOpen(route)}
            sx={NAME}
          >
            <bdi dir="ltr">{prefix}</bdi>
          </Link>
        )}
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
        <Verdict of={t('route.rpki')}>
          <RpkiMark rpki={rpki} />
        </Verdict>
        {aspa && (
          <Verdict of={t('route.aspa')}>
            <AspaMark aspa={aspa} />
          </Verdict>
        )}
        {why && <span>{why}</span>}
        <bdi dir="ltr">
          {session ?? t('route.own')}, {router}
        </bdi>
      </Box>
    </Box>
  );
}

/** Both have the same words. */
function Verdict({ of, children }: { of: string; children: ReactNode }) {
  return (
    <Box sx={{ display: 'flex', columnGap: 0.5 }}>
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {of}
      </Box>
      {children}
    </Box>
  );
}
