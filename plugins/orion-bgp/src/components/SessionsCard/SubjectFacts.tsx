import { Link as RouterLink } from 'react-router-dom';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Router } from '@orion/backstage-plugin-orion-bgp-common';
import { TimeAgo } from '@orion/backstage-plugin-orion-react';
import { useAsNames } from '../../hooks/useAsNames';
import { useHrefs } from '../../hooks/useHrefs';
import { daemonName } from '../../lib/daemonName';
import { BgpSubject } from '../../lib/entitySessions';
import { orionBgpTranslationRef } from '../../translation';

/** What a router runs and since when; the name of a system and the way to its routes. */
export function SubjectFacts({
  subject,
  routers,
}: {
  subject: BgpSubject;
  routers: Router[];
}) {
  switch (subject.kind) {
    case 'router':
      return (
        <RouterFacts router={routers.find(({ id }) => id === subject.router)} />
      );
    case 'system':
      return (
        <SystemFacts
          asn={subject.asn}
          own={routers.some(({ asn }) => asn === subject.asn)}
        />
      );
    default:
      return null;
  }
}

function RouterFacts({ router }: { router?: Router }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const identity = router?.identity;
  return identity ? (
    <Box sx={{ marginBlockEnd: 1 }}>
      <bdi>{daemonName(identity)}</bdi>
      {identity.startedAt && (
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {' '}
          {t('card.started')} <TimeAgo at={identity.startedAt} />
        </Box>
      )}
    </Box>
  ) : null;
}

/** Our own number is in no path that we see: there is nothing to search for. */
function SystemFacts({ asn, own }: { asn: number; own: boolean }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const hrefs = useHrefs();
  const name = useAsNames([asn]).nameOf(asn);
  const as = `AS${asn}`;
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 2,
        marginBlockEnd: 1,
      }}
    >
      {name && <bdi>{name}</bdi>}
      {!own && (
        <Link component={RouterLink} to={hrefs.routes({ q: as })}>
          {t('card.routes', { as })}
        </Link>
      )}
    </Box>
  );
}
