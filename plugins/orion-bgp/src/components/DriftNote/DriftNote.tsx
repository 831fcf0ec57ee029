import { useState } from 'react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Tooltip from '@mui/material/Tooltip';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  decisionForgetPermission,
  Drift,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  ConfirmDialog,
  EntityRefText,
  PartialBanner,
  TimeAgo,
} from '@orion/backstage-plugin-orion-react';
import { bgpApiRef } from '../../api/bgpApiRef';
import { useForm } from '../../hooks/useForm';
import { OrderRefusal } from '../../hooks/useOrderRefusal';
import { driftAction } from '../../lib/driftAction';
import { orionBgpTranslationRef } from '../../translation';
import { ChangeLink } from '../ChangeLink/ChangeLink';

const STATES = {
  down: 'drift.down',
  up: 'drift.up',
  announced: 'drift.announced',
  withdrawn: 'drift.withdrawn',
} as const;

export interface DriftNoteProps {
  drift: Drift;
  /** Why it cannot be ordered again now, as the menu beside it has it. */
  refusal?: OrderRefusal;
  /** After what was decided was let go. */
  onForgotten(): void;
}

/**
 * What a change decided and what is no longer so: with the way to do it again,
 * and the way to leave it. Nothing happens by itself.
 */
export function DriftNote({ drift, refusal, onForgotten }: DriftNoteProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { changeId, decidedAt, name, reason, requester } = drift;
  const { router, since, state } = drift;
  const form = useForm();
  const again = driftAction(drift);
  return (
    <PartialBanner>
      <Box sx={{ display: 'grid', gap: 1 }}>
        <Box sx={{ overflowWrap: 'anywhere' }}>
          <ChangeLink
            changeId={changeId}
            text={t('drift.change', { id: String(changeId) })}
          />{' '}
          {t(STATES[state], { name, router })}
          {since && ' '}
          {since && (
            <Box component="span">
              (<TimeAgo at={since} />)
            </Box>
          )}
        </Box>
        <Box sx={{ overflowWrap: 'anywhere' }}>
          {t('drift.reason')} <bdi>{reason}</bdi>
        </Box>
        <Box sx={{ overflowWrap: 'anywhere' }}>
          {t('drift.decided')} <TimeAgo at={decidedAt} />,{' '}
          {t('decided.requester')} <EntityRefText entityRef={requester} />
        </Box>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
          {form && (
            <Tooltip
              title={refusal ? t(`actions.${refusal}`) : ''}
              describeChild
              enterTouchDelay={0}
            >
              <Button
                size="small"
                color="inherit"
                variant="outlined"
                // It keeps the focus, so that keyboards reach the reason.
                aria-disabled={refusal ? true : undefined}
                onClick={() =>
                  refusal ? undefined : form(again.template, again.values)
                }
                sx={{
                  minHeight: { xs: 44, sm: 32 },
                  ...(refusal && { cursor: 'default', borderStyle: 'dashed' }),
                }}
              >
                {t(`drift.again.${again.id}`, { name })}
              </Button>
            </Tooltip>
          )}
          <ForgetButton drift={drift} onForgotten={onForgotten} />
        </Box>
      </Box>
    </PartialBanner>
  );
}

function ForgetButton({
  drift,
  onForgotten,
}: Pick<DriftNoteProps, 'drift' | 'onForgotten'>) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const api = useApi(bgpApiRef);
  const [asked, setAsked] = useState(false);
  const { allowed, loading } = usePermission({
    permission: decisionForgetPermission,
  });
  const off = !allowed && !loading;
  const id = String(drift.changeId);
  return (
    <>
      <Button
        size="small"
        color="inherit"
        variant="text"
        disabled={off}
        title={off ? t('actions.denied') : undefined}
        onClick={() => setAsked(true)}
        sx={{ minHeight: { xs: 44, sm: 32 } }}
      >
        {t('drift.forget')}
      </Button>
      <ConfirmDialog
        open={asked}
        title={t('drift.forgetTitle')}
        action={t('drift.forget')}
        onConfirm={async () => {
          await api.forgetDecidedState(drift.changeId);
          onForgotten();
        }}
        onClose={() => setAsked(false)}
      >
        {t('drift.forgetText', { id })}
      </ConfirmDialog>
    </>
  );
}
