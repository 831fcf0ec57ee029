import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SessionDetail } from '@orion/backstage-plugin-orion-bgp-common';
import { EntityRefText, TimeAgo } from '@orion/backstage-plugin-orion-react';
import { decidedOff } from '../../lib/decidedOff';
import { orionBgpTranslationRef } from '../../translation';
import { ChangeLink } from '../ChangeLink/ChangeLink';

/** Which change switched it off, when, for whom and why; nothing of one that is on. */
export function DecidedLine({ session }: { session: SessionDetail }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const off = decidedOff(session);
  if (!off) {
    return null;
  }
  const { changeId, decidedAt, reason, requester } = off.decided;
  return (
    <Box sx={{ overflowWrap: 'anywhere' }}>
      {off.later ? t('decided.offAs') : t('decided.offBy')}{' '}
      <ChangeLink
        changeId={changeId}
        text={t('decided.change', { id: String(changeId) })}
      />
      , <TimeAgo at={decidedAt} />, {t('decided.requester')}{' '}
      <EntityRefText entityRef={requester} />: <bdi>{reason}</bdi>
    </Box>
  );
}
