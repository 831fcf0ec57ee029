import { Link as RouterLink } from 'react-router-dom';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useEntity } from '@backstage/plugin-catalog-react';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { ChangeSummary } from '@orion/backstage-plugin-orion-changes-common';
import {
  changeStatusWord,
  LoadError,
  LoadingBlock,
  Panel,
  StaleNote,
  StatusChip,
  TimeAgo,
} from '@orion/backstage-plugin-orion-react';
import { useTargetChanges } from '../../hooks/useTargetChanges';
import { GUEST_ANNOTATION } from '../../lib/guestAnnotation';
import { changeRouteRef, rootRouteRef } from '../../routes';
import { orionChangesTranslationRef } from '../../translation';

/** The last changes of the guest an entity stands for. */
export function ChangesCard() {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const { entity } = useEntity();
  const targetRef = `proxmox:${entity.metadata.annotations?.[GUEST_ANNOTATION]}`;
  const list = useTargetChanges(targetRef);
  const inbox = useRouteRef(rootRouteRef)?.();
  return (
    <Panel title={t('card.title')}>
      {content()}
      {inbox && (
        <Typography variant="body2" sx={{ marginBlockStart: 1 }}>
          <Link
            component={RouterLink}
            to={`${inbox}?view=all&q=${encodeURIComponent(
              `target:${targetRef}`,
            )}`}
          >
            {t('card.all')}
          </Link>
        </Typography>
      )}
    </Panel>
  );

  function content() {
    if (list.status === 'loading') {
      return (
        <LoadingBlock of={t('card.what')} heights={[{ xs: 40, sm: 32 }]} />
      );
    }
    if (list.status === 'error') {
      return (
        <LoadError
          list
          error={list.error}
          retry={list.retry}
          of={t('card.what')}
        />
      );
    }
    return (
      <>
        {list.status === 'stale' && (
          <StaleNote at={list.observedAt} retry={list.retry} />
        )}
        {list.data.length === 0 && <Typography>{t('card.none')}</Typography>}
        <Box component="ul" sx={{ listStyle: 'none', margin: 0, padding: 0 }}>
          {list.data.map(change => (
            <CardRow
              key={change.id}
              change={change}
              stale={list.status === 'stale'}
            />
          ))}
        </Box>
      </>
    );
  }
}

function CardRow({ change, stale }: { change: ChangeSummary; stale: boolean }) {
  const href = useRouteRef(changeRouteRef)?.({ changeId: String(change.id) });
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 2,
        alignItems: 'center',
        minHeight: 32,
      }}
    >
      <Link
        component={RouterLink}
        to={href ?? ''}
        sx={{ flex: '1 1 16ch', overflowWrap: 'anywhere' }}
      >
        #{change.id} <bdi>{change.title}</bdi>
      </Link>
      <StatusChip plain stale={stale} word={changeStatusWord(change.state)} />
      <Typography variant="body2" component="span">
        <TimeAgo at={change.updatedAt} />
      </Typography>
    </Box>
  );
}
