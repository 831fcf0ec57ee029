import { Link as RouterLink } from 'react-router-dom';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Community,
  Migration,
  Route,
  RouteComparison,
  RouteDifference,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  LoadError,
  LoadingBlock,
  Panel,
} from '@orion/backstage-plugin-orion-react';
import { useHrefs } from '../../hooks/useHrefs';
import { useDifferences } from '../../hooks/useDifferences';
import { orionBgpTranslationRef } from '../../translation';
import { MoreFailed } from '../RoutesPage/MoreFailed';
import { cardTable, cell } from './cardTable';
import { useFieldName } from './useFieldName';
import { useScopeTitle } from './useScopeTitle';

export interface DifferencesProps {
  migration: Migration;
  comparison: RouteComparison;
}

/** Differences of one comparison, a hundred at a time. */
export function Differences({ migration, comparison }: DifferencesProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const title = useScopeTitle();
  const { page: differences, items, ...more } = useDifferences(comparison);
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
    const { comparison: now } = differences.data;
    if (items.length === 0) {
      // Since the list was opened a session may have gone.
      return (
        <p style={{ margin: 0 }}>{now.empty ?? t('migration.noDifferences')}</p>
      );
    }
    return (
      <>
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
        <MoreFailed error={more.moreError} />
        {more.loadMore && (
          <Button
            size="small"
            onClick={more.loadMore}
            disabled={more.loadingMore}
            sx={{ mt: 1 }}
          >
            {t('migration.moreDifferences')}
          </Button>
        )}
      </>
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
  const fieldName = useFieldName();
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

  /** Which attribute, and what each has. */
  function tell(field: string) {
    const [a, b] = [from, to].map(route => route && valueOf(route, field));
    return a === undefined && b === undefined
      ? fieldName(field)
      : `${fieldName(field)} ${t('migration.values', {
          a: a || '–',
          b: b || '–',
        })}`;
  }
}

const kinds: Partial<Record<string, Community['kind']>> = {
  communities: 'standard',
  largeCommunities: 'large',
  extendedCommunities: 'extended',
};

/** What a route has of an attribute, as people read it; undefined where it has no text. */
function valueOf(route: Route, field: string): string | undefined {
  const kind = kinds[field];
  if (kind) {
    return route.communities
      .filter(one => one.kind === kind)
      .map(({ value }) => value)
      .join(' ');
  }
  switch (field) {
    case 'bestPath':
      return route.session;
    case 'nextHop':
      return [route.nextHop, route.nextHopLinkLocal].filter(Boolean).join(' ');
    case 'asPath':
      return route.asPath;
    case 'origin':
      return route.bgpOrigin;
    case 'localPref':
      return route.localPref?.toString();
    case 'med':
      return route.med?.toString();
    case 'otc':
      return route.otc?.toString();
    default:
      return undefined;
  }
}
