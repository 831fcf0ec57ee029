import { Link as RouterLink } from 'react-router-dom';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  ChangeSummary,
  changeSubmitPermission,
} from '@orion/backstage-plugin-orion-changes-common';
import { touchArea } from '@orion/backstage-plugin-orion-react';
import { useLaterDestroy } from '../../hooks/useLaterDestroy';
import { MadeGuest } from '../../lib/madeGuest';
import { changeRouteRef, entityRouteRef, templateRouteRef } from '../../routes';
import { orionChangesTranslationRef } from '../../translation';

/**
 * Where to go from a change that made a guest: to the guest, or to what takes it
 * back. It is the only way there for a guest that is in no list any more.
 */
export function MadeGuestActions(props: {
  guest: MadeGuest;
  changeId: number;
}) {
  const { guest, changeId } = props;
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const later = useLaterDestroy(guest.ref, changeId);
  const entity = useRouteRef(entityRouteRef)?.(guest.entity);
  const destroy = 'data' in later ? later.data : undefined;
  if (destroy?.state === 'succeeded') {
    return <DestroyedBy destroy={destroy} />;
  }
  return (
    <>
      {entity && (
        <Button variant="outlined" component={RouterLink} to={entity}>
          {t('facts.openTarget', { name: guest.name })}
        </Button>
      )}
      {destroy && <DestroyedBy destroy={destroy} />}
      {destroy === null && <DestroyButton guest={guest} />}
    </>
  );
}

function DestroyedBy({ destroy }: { destroy: ChangeSummary }) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const change = useRouteRef(changeRouteRef);
  return (
    <Typography variant="body2">
      {destroy.state === 'succeeded' ? t('made.destroyed') : t('made.ending')}{' '}
      <Link
        component={RouterLink}
        to={change?.({ changeId: String(destroy.id) }) ?? ''}
        sx={touchArea}
      >
        #{destroy.id} <bdi>{destroy.title}</bdi>
      </Link>
    </Typography>
  );
}

function DestroyButton({ guest }: { guest: MadeGuest }) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const { allowed, loading } = usePermission({
    permission: changeSubmitPermission,
  });
  const template = useRouteRef(templateRouteRef)?.({
    namespace: 'default',
    templateName: 'virtual-machine-destroy',
  });
  if (!template || loading) {
    return null;
  }
  if (!allowed) {
    return <Typography variant="body2">{t('made.denied')}</Typography>;
  }
  return (
    <Button
      color="error"
      component={RouterLink}
      to={`${template}?formData=${formData(guest)}`}
    >
      {t('made.destroy', { name: guest.name })}
    </Button>
  );
}

/** The name stays empty: whoever destroys types it. */
function formData({ cluster, vmid }: MadeGuest): string {
  return encodeURIComponent(JSON.stringify({ cluster, vmid, name: '' }));
}
