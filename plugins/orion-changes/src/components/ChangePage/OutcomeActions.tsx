import { Link as RouterLink } from 'react-router-dom';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  ChangeDetail,
  ChangeSummary,
  changeSubmitPermission,
  ChangeUndo,
} from '@orion/backstage-plugin-orion-changes-common';
import { filledForm, touchArea } from '@orion/backstage-plugin-orion-react';
import { useLaterUndo } from '../../hooks/useLaterUndo';
import { changeRouteRef, entityRouteRef, templateRouteRef } from '../../routes';
import { orionChangesTranslationRef } from '../../translation';

/** True for a change that leads somewhere: to what it made, or to its undo. */
export function hasOutcome(change: ChangeDetail): boolean {
  const { state, target, undo } = change;
  return (
    state === 'succeeded' && Boolean(undo && target.ref && target.entityRef)
  );
}

/**
 * Where to go from a change that succeeded: to what it made, or to what takes
 * that back. It is the only way there for a thing that is in no list any more.
 */
export function OutcomeActions({ change }: { change: ChangeDetail }) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const { id, target } = change;
  const undo = change.undo!;
  const later = useLaterUndo({ kind: undo.kind, ref: target.ref!, after: id });
  const link = useRouteRef(entityRouteRef);
  const entity = link?.(parseEntityRef(target.entityRef!));
  const undoing = 'data' in later ? later.data : undefined;
  if (undoing?.state === 'succeeded') {
    return <UndoneBy change={undoing} />;
  }
  return (
    <>
      {entity && (
        <Button variant="outlined" component={RouterLink} to={entity}>
          {t('facts.openTarget', { name: target.name })}
        </Button>
      )}
      {undoing && <UndoneBy change={undoing} />}
      {undoing === null && <UndoButton undo={undo} />}
    </>
  );
}

function UndoneBy({ change }: { change: ChangeSummary }) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const link = useRouteRef(changeRouteRef);
  return (
    <Typography variant="body2">
      {change.state === 'succeeded'
        ? t('outcome.undone')
        : t('outcome.undoing')}{' '}
      <Link
        component={RouterLink}
        to={link?.({ changeId: String(change.id) }) ?? ''}
        sx={touchArea}
      >
        #{change.id} <bdi>{change.title}</bdi>
      </Link>
    </Typography>
  );
}

function UndoButton({ undo }: { undo: ChangeUndo }) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const { allowed, loading } = usePermission({
    permission: changeSubmitPermission,
  });
  const { namespace, name } = parseEntityRef(undo.template);
  const template = useRouteRef(templateRouteRef)?.({
    namespace,
    templateName: name,
  });
  if (!template || loading) {
    return null;
  }
  if (!allowed) {
    return (
      <Typography variant="body2">
        {t('outcome.denied', { title: undo.title })}
      </Typography>
    );
  }
  return (
    <Button
      color="error"
      component={RouterLink}
      to={filledForm(template, undo.values)}
    >
      {undo.title}
    </Button>
  );
}
