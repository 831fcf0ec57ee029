import { useEffect } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { RoutePage } from '@orion/backstage-plugin-orion-bgp-common';
import { Loadable } from '@orion/backstage-plugin-orion-react';
import { useHrefs } from '../../hooks/useHrefs';

/**
 * Puts the one text of a prefix in place of how it was typed: what is ours and what
 * is linked has that one.
 *
 * @returns what was typed, where it named a host and not a network
 */
export function useCanonicalPrefix(
  prefix: string,
  page: Loadable<RoutePage>,
): string | undefined {
  const { search, state } = useLocation();
  const navigate = useNavigate();
  const hrefs = useHrefs();
  const term =
    'data' in page && !page.pending
      ? page.data.terms.find(one => one.kind === 'prefix')
      : undefined;
  const understood =
    term?.kind === 'prefix' && term.match === 'exact' ? term : undefined;
  useEffect(() => {
    if (understood && understood.prefix !== prefix) {
      navigate(`${hrefs.prefix(understood.prefix)}${search}`, {
        replace: true,
        state: { givenPrefix: understood.given },
      });
    }
  }, [hrefs, navigate, prefix, search, understood]);
  return state?.givenPrefix;
}
