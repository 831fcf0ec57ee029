import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  NetboxPrefix,
  PrefixRecords,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  Fact,
  FactList,
  FreshnessLabel,
  LoadError,
  LoadingBlock,
  Panel,
  StaleNote,
  TimeAgo,
} from '@orion/backstage-plugin-orion-react';
import { usePrefixRecords } from '../../hooks/usePrefixRecords';
import { orionBgpTranslationRef } from '../../translation';
import { IntentNotes } from '../IntentNotes/IntentNotes';

/** Whose it is by NetBox. Nothing when none is connected. */
export function PrefixInNetbox({ prefix }: { prefix: string }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const records = usePrefixRecords(prefix);
  if (records.status === 'loading') {
    return (
      <Panel title={t('intent.title')}>
        <LoadingBlock of={t('intent.what')} heights={[44]} />
      </Panel>
    );
  }
  if (records.status === 'error') {
    return (
      <Panel title={t('intent.title')}>
        <LoadError
          error={records.error}
          retry={records.retry}
          of={t('intent.what')}
        />
      </Panel>
    );
  }
  const { netbox } = records.data;
  if (!netbox) {
    return null;
  }
  return (
    <Panel
      title={t('intent.title')}
      corner={<FreshnessLabel freshness={netbox.freshness} />}
    >
      <Box sx={{ display: 'grid', gap: 1.5 }}>
        {records.status === 'stale' && (
          <StaleNote at={records.observedAt} retry={records.retry} />
        )}
        <IntentNotes netbox={netbox} />
        <Records records={records.data} prefix={prefix} />
      </Box>
    </Panel>
  );
}

function Records({
  records,
  prefix,
}: {
  records: PrefixRecords;
  prefix: string;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { aggregate, covering, exact } = records;
  if (!aggregate && !covering && exact.length === 0) {
    return <span>{t('intent.foreign', { prefix })}</span>;
  }
  return (
    <>
      <FactList>
        {aggregate && (
          <Fact term={t('intent.aggregate')}>
            <NetboxLink href={aggregate.url}>{aggregate.prefix}</NetboxLink>
            {aggregate.rir && `, ${aggregate.rir}`}
          </Fact>
        )}
        {exact.length === 0 && (
          <Fact term={t('intent.prefix')}>{t('intent.noPrefix')}</Fact>
        )}
        {exact.length === 0 && covering && (
          <Fact term={t('intent.covering')}>
            <NetboxLink href={covering.url}>{covering.prefix}</NetboxLink>
          </Fact>
        )}
      </FactList>
      {exact.map(record => (
        <ExactFacts key={record.id} record={record} />
      ))}
    </>
  );
}

function ExactFacts({ record }: { record: NetboxPrefix }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { role, tenant, vrf, scope, description, updatedAt } = record;
  const optional = [
    ['role', role],
    ['tenant', tenant],
    ['scope', scope],
    ['description', description],
  ] as const;
  return (
    <FactList>
      <Fact term={t('intent.prefix')}>
        <NetboxLink href={record.url}>{record.prefix}</NetboxLink>
      </Fact>
      <Fact term={t('intent.statusOf')}>{record.status}</Fact>
      <Fact term={t('intent.vrf')}>{vrf ?? t('intent.global')}</Fact>
      {optional.map(
        ([term, value]) =>
          value && (
            <Fact key={term} term={t(`intent.${term}`)}>
              <bdi>{value}</bdi>
            </Fact>
          ),
      )}
      {updatedAt && (
        <Fact term={t('intent.updatedAt')}>
          <TimeAgo at={updatedAt} />
        </Fact>
      )}
    </FactList>
  );
}

function NetboxLink({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} target="_blank" rel="noreferrer">
      {children}
    </Link>
  );
}
