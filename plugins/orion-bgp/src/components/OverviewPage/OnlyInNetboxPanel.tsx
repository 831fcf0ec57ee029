import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  IntentOverview,
  IntentRecord,
} from '@orion/backstage-plugin-orion-bgp-common';
import { FreshnessLabel, Panel } from '@orion/backstage-plugin-orion-react';
import { useIntentTexts } from '../../hooks/useIntentTexts';
import { orionBgpTranslationRef } from '../../translation';
import { LtrText } from '../LtrText/LtrText';
import { IntentNotes } from '../IntentNotes/IntentNotes';

const SHOWN = 10;

/** Sessions that NetBox has and no router; nothing when there are none and all is well. */
export function OnlyInNetboxPanel({ netbox }: { netbox: IntentOverview }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { freshness, notes, onlyInNetbox, onlyInNetboxTotal } = netbox;
  const quiet =
    onlyInNetboxTotal === 0 &&
    notes.length === 0 &&
    !freshness.stale &&
    !freshness.error;
  if (quiet) {
    return null;
  }
  const more = onlyInNetboxTotal - Math.min(onlyInNetbox.length, SHOWN);
  return (
    <Panel
      title={t('intent.onlyTitle')}
      corner={<FreshnessLabel freshness={freshness} />}
    >
      <Box sx={{ display: 'grid', gap: 1 }}>
        <IntentNotes netbox={netbox} />
        {onlyInNetboxTotal > 0 && (
          <>
            <span>{t('intent.only', { count: onlyInNetboxTotal })}</span>
            <Box
              component="ul"
              sx={{
                listStyle: 'none',
                margin: 0,
                padding: 0,
                display: 'grid',
              }}
            >
              {onlyInNetbox.slice(0, SHOWN).map(record => (
                <RecordLine key={record.id} record={record} />
              ))}
            </Box>
          </>
        )}
        {more > 0 && (
          <Box sx={{ color: 'text.secondary' }}>
            {t('intent.more', { count: more })}
          </Box>
        )}
      </Box>
    </Panel>
  );
}

function RecordLine({ record }: { record: IntentRecord }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const texts = useIntentTexts();
  const { id, machine, name, remoteAddress, remoteAs, router } = record;
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 2,
        alignItems: 'center',
      }}
    >
      <Link
        href={record.url}
        target="_blank"
        rel="noreferrer"
        // Lines stand close: each is high enough to be hit.
        sx={{
          overflowWrap: 'anywhere',
          paddingBlock: { xs: '11px', sm: '4px' },
        }}
      >
        <bdi>
          {t('neighbor', {
            as: `AS${remoteAs}`,
            name: name ?? t('intent.unnamed', { id: String(id) }),
          })}
        </bdi>
      </Link>
      <span>{texts.status(record.status)}</span>
      <Box component="span" sx={{ fontFamily: 'monospace' }}>
        <LtrText text={remoteAddress} />
      </Box>
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {router ?? t('intent.elsewhere', { machine: machine ?? '–' })}
      </Box>
    </Box>
  );
}
