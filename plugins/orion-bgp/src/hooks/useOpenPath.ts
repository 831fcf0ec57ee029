import { useEffect, useRef } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router-dom';
import { Route } from '@orion/backstage-plugin-orion-bgp-common';
import { routeKey } from '../lib/routeState';

/** In the address. */
export const OPEN_PATH = 'path';

/** The path of a list that is open, and what became of it. */
export interface OpenPath {
  /** As it is, or as it was when the answer had it last. */
  route?: Route;
  /** The answer had it, and has it no more. */
  gone: boolean;
  /** The address names one that the answer does not have. */
  missing: boolean;
  open: (route: Route) => void;
  close: () => void;
}

/**
 * The open path, kept in the address: a copied link opens it, and Back closes it.
 *
 * @param items - The paths read so far.
 * @param answered - They answer what is asked now.
 */
export function useOpenPath(items: Route[], answered: boolean): OpenPath {
  const [params, setParams] = useSearchParams();
  const { state } = useLocation();
  const navigate = useNavigate();
  const key = params.get(OPEN_PATH);
  const closing = useRef(false);
  useEffect(() => {
    closing.current = false;
  }, [key]);
  const seen = useRef<Route>();
  const found = items.find(route => routeKey(route) === key);
  seen.current = found ?? seen.current;
  const last =
    seen.current && routeKey(seen.current) === key ? seen.current : undefined;
  const absent = answered && key !== null && !found;
  return {
    route: last,
    gone: absent && last !== undefined,
    missing: absent && last === undefined,
    open: route =>
      setParams(
        before => {
          const after = new URLSearchParams(before);
          after.set(OPEN_PATH, routeKey(route));
          return after;
        },
        { state: { openedPath: true } },
      ),
    close: () => {
      // Going back takes a moment, in which a second click would leave the page.
      if (closing.current) {
        return;
      }
      if (state?.openedPath) {
        closing.current = true;
        navigate(-1);
        return;
      }
      setParams(
        before => {
          const after = new URLSearchParams(before);
          after.delete(OPEN_PATH);
          return after;
        },
        { replace: true },
      );
    },
  };
}
