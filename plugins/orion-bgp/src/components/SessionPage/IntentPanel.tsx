import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  IntentDifference,
  IntentRecord,
  SessionDetail,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  Fact,
  FactList,
  FreshnessLabel,
  Panel,
  StatusChip,
  TimeAgo,
  Unknown,
} from '@orion/backstage-plugin-orion-react';
import { useIntentTexts } from '../../hooks/useIntentTexts';
import { intentProblem } from '../../lib/intentMatters';
import { orionBgpTranslationRef } from '../../translation';
import { IntentNotes } from '../IntentNotes/IntentNotes';

export interface IntentPanelProps {
  session: SessionDetail;
  /** The router is silent: whether it still is so, nobody knows. */
  stale: boolean;
}

/** What NetBox has of the session, and whether it is so. Nothing without NetBox. */
export function IntentPanel({ session, stale }: IntentPanelProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const texts = useIntentTexts();
  const { intent, netbox } = session;
  if (!netbox) {
    return null;
  }
  const old = stale || netbox.freshness.stale;
  return (
    <Panel
      title={t('intent.title')}
      corner={<FreshnessLabel freshness={netbox.freshness} />}
    >
      <Box sx={{ display: 'grid', gap: 1.5 }}>
        <IntentNotes netbox={netbox} />
        {intent && (
          <Box
            sx={{
              display: 'flex',
              flexWrap: 'wrap',
              columnGap: 2,
              alignItems: 'center',
            }}
          >
            <StatusChip
              word={intentProblem(session) ? 'drifted' : 'inSync'}
              stale={old}
            />
            <span>{tell(texts.sentence(intent))}</span>
          </Box>
        )}
        {intent?.record && (
          <RecordFacts
            record={intent.record}
            differences={intent.differences}
          />
        )}
      </Box>
    </Panel>
  );

  function tell(sentence: string) {
    return old ? t('session.lastKnown', { sentence }) : sentence;
  }
}

function RecordFacts({
  record,
  differences,
}: {
  record: IntentRecord;
  differences: IntentDifference[];
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const texts = useIntentTexts();
  const { name, id, peerGroup, importPolicies, exportPolicies } = record;
  const { updatedAt, machine, description } = record;
  return (
    <FactList>
      <Fact term={t('intent.record')}>
        <Link href={record.url} target="_blank" rel="noreferrer">
          <bdi>{name ?? t('intent.unnamed', { id: String(id) })}</bdi>
        </Link>
      </Fact>
      <Fact term={t('intent.statusOf')}>{texts.status(record.status)}</Fact>
      {differences.map(({ field, live, recorded }) => (
        <Fact key={field} term={texts.field(field)}>
          {t('intent.values', { recorded, live })}
        </Fact>
      ))}
      <Fact term={t('intent.machine')}>{machine ?? <Unknown />}</Fact>
      {peerGroup && <Fact term={t('intent.peerGroup')}>{peerGroup}</Fact>}
      {importPolicies.length + exportPolicies.length > 0 && (
        <Fact term={t('intent.policies')}>
          {importPolicies.join(' ') || '–'}, {exportPolicies.join(' ') || '–'}
        </Fact>
      )}
      {description && (
        <Fact term={t('intent.description')}>
          <bdi>{description}</bdi>
        </Fact>
      )}
      {updatedAt && (
        <Fact term={t('intent.updatedAt')}>
          <TimeAgo at={updatedAt} />
        </Fact>
      )}
    </FactList>
  );
}
