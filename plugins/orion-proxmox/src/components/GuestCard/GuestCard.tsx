import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Panel } from '@orion/backstage-plugin-orion-react';
import {
  GUEST_ANNOTATION,
  parseGuestAnnotation,
} from '../../lib/guestAnnotation';
import { orionProxmoxTranslationRef } from '../../translation';
import { GuestPanel } from './GuestPanel';

/** The live side of a guest on its catalog page. */
export function GuestCard() {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const { entity } = useEntity();
  const ref = parseGuestAnnotation(
    entity.metadata.annotations?.[GUEST_ANNOTATION],
  );
  return ref ? (
    <GuestPanel {...ref} />
  ) : (
    <Panel title={t('card.title')}>
      <Typography>{t('card.nothing')}</Typography>
    </Panel>
  );
}
