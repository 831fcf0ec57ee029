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
        {netbox.freshness.fetchedAt && (
          <Records records={records.data} prefix={prefix} />
        )}
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
  const [first, ...others] = exact;
  return (
    <>
      <FactList>
        {aggregate && (
          <>
            <Fact term={t('intent.aggregate')}>
              <NetboxLink href={aggregate.url}>{aggregate.prefix}</NetboxLink>
            </Fact>
            {aggregate.rir && (
              <Fact term={t('intent.rir')}>
                <bdi>{aggregate.rir}</bdi>
              </Fact>
            )}
          </>
        )}
        {first ? (
          <ExactFacts record={first} />
        ) : (
          <Fact term={t('intent.prefix')}>{t('intent.noPrefix')}</Fact>
        )}
        {!first && covering && (
          <Fact term={t('intent.covering')}>
            <NetboxLink href={covering.url}>{covering.prefix}</NetboxLink>
          </Fact>
        )}
      </FactList>
      {others.map(record => (
        <FactList key={record.id}>
          <ExactFacts record={record} />
        </FactList>
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
    <>
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
    </>
  );
}

function NetboxLink({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} target="_blank" rel="noreferrer">
      <bdi dir="ltr">{children}</bdi>
    </Link>
  );
}
