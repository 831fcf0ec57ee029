import { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ChangeDetail,
  ChangePlanView,
} from '@orion/backstage-plugin-orion-changes-common';
import {
  CopyButton,
  EntityRefText,
  Panel,
  TimeAgo,
  touchArea,
} from '@orion/backstage-plugin-orion-react';
import { entityRouteRef } from '../../routes';
import { orionChangesTranslationRef } from '../../translation';

export interface FactsPanelProps {
  change: ChangeDetail;
  plan: ChangePlanView | undefined;
}

/** Who, what, when, and where to read on. */
export function FactsPanel({ change, plan }: FactsPanelProps) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const { target } = change;
  const href = useEntityHref(target.entityRef);
  return (
    <Panel title={t('facts.title')}>
      <Box
        component="dl"
        sx={{
          margin: 0,
          display: 'grid',
          gridTemplateColumns: 'auto minmax(0, 1fr)',
          columnGap: 2,
          rowGap: 0.5,
          fontSize: '0.875rem',
        }}
      >
        <Fact name={t('facts.target')}>
          {href ? (
            <Link component={RouterLink} to={href} sx={touchArea}>
              {t('facts.openTarget', { name: target.name })}
            </Link>
          ) : (
            <span title={target.ref}>{target.name}</span>
          )}
        </Fact>
        <Fact name={t('facts.owner')}>
          <EntityRefText entityRef={change.owner} />
        </Fact>
        <Fact name={t('facts.requester')}>
          <EntityRefText entityRef={change.requester} />
          {change.onBehalfOf && (
            <> {t('change.onBehalfOf', { person: change.onBehalfOf })}</>
          )}
        </Fact>
        <Fact name={t('facts.kind')}>{change.kind}</Fact>
        {plan && (
          <Fact name={t('facts.digest')}>
            <span className="orion-screen">
              <code>{plan.digest.slice(0, 8)}</code>
              <CopyButton
                text={plan.digest}
                what={t('facts.digestWhat')}
              />{' '}
            </span>
            <code className="orion-paper" hidden>
              {plan.digest}{' '}
            </code>
            <TimeAgo at={plan.plannedAt} />
          </Fact>
        )}
        <Fact name={t('facts.created')}>
          <TimeAgo at={change.createdAt} />
        </Fact>
        {change.description && (
          <Fact name={t('facts.description')}>
            <bdi>{change.description}</bdi>
          </Fact>
        )}
      </Box>
    </Panel>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <Box component="dt" sx={{ color: 'text.secondary' }}>
        {name}
      </Box>
      <Box component="dd" sx={{ margin: 0, overflowWrap: 'anywhere' }}>
        {children}
      </Box>
    </>
  );
}

function useEntityHref(entityRef: string | undefined): string | undefined {
  const link = useRouteRef(entityRouteRef);
  return entityRef && link ? link(parseEntityRef(entityRef)) : undefined;
}
