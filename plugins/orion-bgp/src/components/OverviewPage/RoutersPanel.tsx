import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Router,
  RouterIdentity,
  SourceCapabilities,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  Fact,
  FactList,
  FreshnessLabel,
  Panel,
  TimeAgo,
  Unknown,
} from '@orion/backstage-plugin-orion-react';
import { daemonName } from '../../lib/daemonName';
import { useTables } from '../../hooks/useRouteSearch';
import { useRouterActions } from '../../hooks/useRouterActions';
import { orionBgpTranslationRef } from '../../translation';
import { ActionsButton } from '../ActionsButton/ActionsButton';
import { LtrText } from '../LtrText/LtrText';
import { TableNote, TableNoteProps } from '../TableNote/TableNote';
import { RouterNotes } from './RouterNotes';

export interface RoutersPanelProps {
  routers: Router[];
  stale: boolean;
  onRetry: () => void;
}

/** Who answers, and how old what it said is. */
export function RoutersPanel({ routers, stale, onRetry }: RoutersPanelProps) {
  const tables = useTables();
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2,
        gridTemplateColumns: {
          xs: 'minmax(0, 1fr)',
          md: 'repeat(auto-fit, minmax(420px, 1fr))',
        },
      }}
    >
      {routers.map(router => (
        <RouterPanel key={router.id} {...{ router, stale, tables, onRetry }} />
      ))}
    </Box>
  );
}

function RouterPanel({
  router,
  stale,
  tables,
  onRetry,
}: Omit<RoutersPanelProps, 'routers'> &
  Pick<TableNoteProps, 'tables'> & { router: Router }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { title, asn, identity, sessions, freshness } = router;
  const old = stale || freshness.stale;
  return (
    <Panel
      title={title}
      corner={
        <>
          <FreshnessLabel
            freshness={{ ...freshness, stale: old }}
            onRetry={onRetry}
          />
          <ActionsButton
            label={t('actions.onRouter', { title })}
            actions={useRouterActions(router, old)}
            small
          />
        </>
      }
    >
      <FactList>
        <Fact term={t('router.daemon')}>
          {identity ? (
            daemonName(identity)
          ) : (
            <Unknown reason={t('router.never')} />
          )}
        </Fact>
        <Fact term={t('router.sessions')}>
          {t(old ? 'router.sessionsWere' : 'router.sessionsOf', {
            good: String(sessions.established),
            total: String(sessions.total),
          })}
        </Fact>
        <Fact term={t('router.asn')}>{`AS${asn}`}</Fact>
        <Fact term={t('router.id')}>
          <LtrText text={identity?.routerId} />
        </Fact>
        {identity && <Untold identity={identity} />}
        {identity?.startedAt && (
          <Fact term={t('router.startedAt')}>
            <TimeAgo at={identity.startedAt} />
          </Fact>
        )}
        {identity?.configuredAt && (
          <Fact term={t('router.configuredAt')}>
            <TimeAgo at={identity.configuredAt} />
          </Fact>
        )}
      </FactList>
      <TableNote router={router.id} tables={tables} />
      <RouterNotes notes={router.notes} />
    </Panel>
  );
}

const told = [
  'filteredRoutes',
  'filterReasons',
  'lastError',
  'bfd',
  'roles',
] as const satisfies (keyof SourceCapabilities)[];

/** What is missing on the pages of its sessions and routes, because nobody can know it. */
function Untold({ identity: { capabilities } }: { identity: RouterIdentity }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const missing = told.filter(id => capabilities[id] === false);
  return missing.length > 0 ? (
    <Fact term={t('router.untold')}>
      {missing.map(id => t(`router.untoldOf.${id}`)).join(', ')}
    </Fact>
  ) : null;
}
