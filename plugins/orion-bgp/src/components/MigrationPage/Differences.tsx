import { Link as RouterLink } from 'react-router-dom';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Migration,
  RouteComparison,
  RouteDifference,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  LoadError,
  LoadingBlock,
  Panel,
} from '@orion/backstage-plugin-orion-react';
import { useHrefs } from '../../hooks/useHrefs';
import { useDifferences } from '../../hooks/useMigration';
import { orionBgpTranslationRef } from '../../translation';
import { cardTable, cell } from './cardTable';
import { useScopeTitle } from './useScopeTitle';

export interface DifferencesProps {
  migration: Migration;
  comparison: RouteComparison;
}

/** The first hundred differences of one comparison. */
export function Differences({ migration, comparison }: DifferencesProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const title = useScopeTitle();
  const differences = useDifferences(comparison);
  return (
    <Panel title={`${t('migration.differences')}: ${title(comparison)}`}>
      {body()}
    </Panel>
  );

  function body() {
    if (differences.status === 'loading') {
      return (
        <LoadingBlock of={t('migration.differences')} heights={[32, 32, 32]} />
      );
    }
    if (differences.status === 'error') {
      return (
        <LoadError
          error={differences.error}
          retry={differences.retry}
          of={t('migration.differences')}
          list
        />
      );
    }
    const { comparison: now, items } = differences.data;
    if (items.length === 0) {
      // Since the list was opened a session may have gone.
      return (
        <p style={{ margin: 0 }}>{now.empty ?? t('migration.noDifferences')}</p>
      );
    }
    return (
      <Box
        component="table"
        role="table"
        sx={cardTable}
        aria-label={t('migration.differences')}
      >
        <thead>
          <tr role="row">
            <th role="columnheader">{t('migration.prefix')}</th>
            <th role="columnheader">{t('migration.how')}</th>
            <th role="columnheader">{t('migration.attributes')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map(item => (
            <DifferenceRow
              key={`${item.prefix} ${item.class} ${
                item.from?.session ?? item.to?.session
              }`}
              item={item}
              migration={migration}
            />
          ))}
        </tbody>
      </Box>
    );
  }
}

function DifferenceRow({
  item,
  migration,
}: {
  item: RouteDifference;
  migration: Migration;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const hrefs = useHrefs();
  const { prefix, fields, from, to } = item;
  const how = {
    'only-from': t('migration.onlyFromClass', { router: migration.from }),
    'only-to': t('migration.onlyToClass', { router: migration.to }),
    different: t('migration.differentClass'),
  }[item.class];
  return (
    <tr role="row">
      <th scope="row" role="rowheader">
        <Link component={RouterLink} to={hrefs.prefix(prefix)}>
          <code dir="ltr">{prefix}</code>
        </Link>
      </th>
      <td {...cell}>{how}</td>
      <td {...cell} data-wide>
        {fields.length > 0
          ? fields.map(field => tell(field)).join('; ')
          : (from ?? to)?.asPath}
      </td>
    </tr>
  );

  function tell(field: string) {
    const pick = (route: typeof from) => {
      const value = (route as Record<string, unknown> | undefined)?.[field];
      return value === undefined || typeof value === 'object'
        ? undefined
        : String(value);
    };
    const [a, b] = [pick(from), pick(to)];
    return a === undefined && b === undefined
      ? field
      : `${field} ${t('migration.values', { a: a ?? '–', b: b ?? '–' })}`;
  }
}
