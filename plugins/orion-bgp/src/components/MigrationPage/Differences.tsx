import { Link as RouterLink } from 'react-router-dom';
import Link from '@mui/material/Link';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Community,
  Migration,
  Route,
  RouteComparison,
  RouteDifference,
} from '@orion/backstage-plugin-orion-bgp-common';
import { useHrefs } from '../../hooks/useHrefs';
import { useDifferences } from '../../hooks/useDifferences';
import { foundDifferences } from '../../lib/foundDifferences';
import { orionBgpTranslationRef } from '../../translation';
import { cell } from './cardTable';
import { DifferenceList } from './DifferenceList';
import { useFieldName } from './useFieldName';
import { useOnlyMoved } from './useOnlyMoved';
import { useScopeTitle } from './useScopeTitle';

export interface DifferencesProps {
  migration: Migration;
  comparison: RouteComparison;
  onHide: () => void;
}

/** Differences of one comparison, a hundred at a time. */
export function Differences({
  migration,
  comparison,
  onHide,
}: DifferencesProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const title = useScopeTitle();
  const none = useOnlyMoved();
  return (
    <DifferenceList
      title={title(comparison)}
      found={useDifferences(comparison)}
      now={foundDifferences(comparison)}
      onHide={onHide}
      columns={[
        t('migration.prefix'),
        t('migration.how'),
        t('migration.attributes'),
      ]}
      emptyText={({ comparison: { empty, moved } }) =>
        empty ?? none(moved) ?? t('migration.noDifferences')
      }
      row={item => (
        <DifferenceRow
          key={`${item.prefix} ${item.class} ${
            item.from?.session ?? item.to?.session
          }`}
          item={item}
          migration={migration}
        />
      )}
    />
  );
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
