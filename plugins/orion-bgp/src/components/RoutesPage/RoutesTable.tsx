import { Link as RouterLink, useNavigate } from 'react-router-dom';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Route } from '@orion/backstage-plugin-orion-bgp-common';
import {
  DataColumn,
  DataTable,
  MenuAction,
  Unknown,
} from '@orion/backstage-plugin-orion-react';
import { useAsNames } from '../../hooks/useAsNames';
import { useFilterReason } from '../../hooks/useFilterReason';
import { useHrefs } from '../../hooks/useHrefs';
import { pathAsns } from '../../lib/pathAsns';
import { routeKey } from '../../lib/routeState';
import { orionBgpTranslationRef } from '../../translation';
import { AspaMark } from './AspaMark';
import { RouteRowCard } from './RouteRowCard';
import { RouteStateMark } from './RouteStateMark';
import { RpkiMark } from './RpkiMark';

/** A /64 of IPv6 fits into its column. */
const PREFIX = { fontSize: '0.8125rem' };

export interface RoutesTableProps {
  items: Route[];
  total?: number;
  /** They answer another question than the one asked now. */
  pending?: boolean;
  /** The page is the one of their prefix: no row leads there. */
  plainPrefix?: boolean;
  onOpen: (route: Route) => void;
  onMore?: () => void;
  loadingMore: boolean;
}

/** One row per path: the same prefix may stand there several times. */
export function RoutesTable(props: RoutesTableProps) {
  const { items, total, pending, plainPrefix } = props;
  const { onOpen, onMore, loadingMore } = props;
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { nameOf } = useAsNames(
    items.flatMap(({ asPath }) => pathAsns(asPath)),
  );
  const whyOf = useFilterReason();
  const hrefs = useHrefs();
  const navigate = useNavigate();
  const fromOf = ({ session, router }: Route) =>
    `${session ?? t('route.own')}, ${router}`;
  const withNames = (asPath: string) =>
    asPath.replace(/\d+/g, asn => {
      const known = nameOf(Number(asn));
      return known ? `${asn} ${known},` : asn;
    });
  // Where no source has ASPAs, nothing is said of any path.
  const judged = items.some(({ aspa }) => aspa);
  const aspaColumn: DataColumn<Route> = {
    id: 'aspa',
    title: t('route.aspa'),
    width: '7rem',
    render: ({ aspa }) =>
      aspa ? <AspaMark aspa={aspa} /> : <Unknown reason={t('route.ownAspa')} />,
  };
  const columns: DataColumn<Route>[] = [
    {
      id: 'prefix',
      title: t('route.prefix'),
      width: 'minmax(12.75rem, 1.1fr)',
      rowHeader: true,
      render: ({ prefix }) => {
        const text = (
          <code dir="ltr" title={prefix} style={PREFIX}>
            {prefix}
          </code>
        );
        return plainPrefix ? (
          text
        ) : (
          <RouterLink to={hrefs.prefix(prefix)} tabIndex={-1}>
            {text}
          </RouterLink>
        );
      },
    },
    {
      id: 'state',
      title: t('route.state'),
      width: '6.75rem',
      render: route => <RouteStateMark route={route} />,
    },
    {
      id: 'path',
      title: t('route.path'),
      width: 'minmax(8.75rem, 2fr)',
      render: ({ asPath }) =>
        asPath ? (
          <bdi dir="ltr" title={withNames(asPath)}>
            {asPath}
          </bdi>
        ) : (
          <Unknown reason={t('route.emptyPath')} />
        ),
    },
    {
      id: 'rpki',
      title: t('route.rpki'),
      width: '7.5rem',
      render: ({ rpki }) => <RpkiMark rpki={rpki} />,
    },
    ...(judged ? [aspaColumn] : []),
    {
      id: 'why',
      title: t('route.why'),
      width: 'minmax(5.5rem, 1fr)',
      render: route => <span title={whyOf(route)}>{whyOf(route)}</span>,
    },
    {
      id: 'from',
      title: t('route.from'),
      width: 'minmax(8.75rem, 1fr)',
      render: route => {
        const from = fromOf(route);
        return (
          <bdi dir="ltr" title={from}>
            {from}
          </bdi>
        );
      },
    },
    {
      id: 'nextHop',
      title: t('route.nextHop'),
      width: 'minmax(8.25rem, 1fr)',
      render: ({ nextHop, nextHopLinkLocal }) => {
        const hop = nextHop ?? nextHopLinkLocal;
        return hop ? (
          <bdi dir="ltr" title={hop}>
            {hop}
          </bdi>
        ) : (
          <Unknown />
        );
      },
    },
  ];
  return (
    <DataTable
      label={t('routes.what')}
      columns={columns}
      rows={items}
      total={total}
      minWidth={1090}
      maxHeight="max(240px, calc(100vh - 330px))"
      rowKey={routeKey}
      rowName={nameOfPath}
      faded={() => pending === true}
      onOpen={onOpen}
      menu={plainPrefix ? undefined : actionsOf}
      onMore={onMore}
      loadingMore={loadingMore}
      card={route => (
        <RouteRowCard
          route={route}
          prefixHref={plainPrefix ? undefined : hrefs.prefix(route.prefix)}
          onOpen={onOpen}
        />
      )}
    />
  );

  function nameOfPath(route: Route): string {
    return t('route.ofPath', { prefix: route.prefix, from: fromOf(route) });
  }

  function actionsOf(route: Route): MenuAction[] {
    return [
      {
        id: 'path',
        label: t('route.openDetails'),
        run: () => onOpen(route),
      },
      {
        id: 'prefix',
        label: t('prefix.open'),
        run: () => navigate(hrefs.prefix(route.prefix)),
      },
    ];
  }
}
