import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { isOwnOrigin, Route } from '@orion/backstage-plugin-orion-bgp-common';
import { formatCount } from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../../translation';

/** "2001:db8::/32: 2 paths on 2 routers, from AS64501." */
export function usePrefixSentence(
  prefix: string,
): (routes: Route[], total: number) => string {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return (routes, total) => {
    const routers = new Set(routes.map(({ router }) => router));
    const origins = new Set(routes.map(originOf));
    return t('prefix.sentence', {
      prefix,
      paths: t('routes.paths', { count: total, n: formatCount(total) }),
      routers: t('prefix.routers', { count: routers.size }),
      origins: [...origins].join(', '),
    });
  };

  /** A path that ends in a set has no origin (RFC 6811 §2). */
  function originOf(route: Route): string {
    if (isOwnOrigin(route)) {
      return t('prefix.ourselves');
    }
    return route.originAs === undefined
      ? t('prefix.ofSet')
      : `AS${route.originAs}`;
  }
}
