import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { AsNameSource, BgpApi } from '@orion/backstage-plugin-orion-bgp-common';
import { bgpApiRef } from '../api/bgpApiRef';
import { AsNameCache } from '../lib/AsNameCache';

const caches = new WeakMap<BgpApi, AsNameCache>();

function cacheOf(api: BgpApi): AsNameCache {
  const found = caches.get(api) ?? new AsNameCache(api);
  caches.set(api, found);
  return found;
}

export interface AsNames {
  /** Undefined for one without a name, and until names are there. */
  nameOf(asn: number): string | undefined;
  /** Undefined until names are there. */
  source?: AsNameSource;
}

/** Names of the given systems; the page does not wait for them. */
export function useAsNames(asns: number[]): AsNames {
  const cache = cacheOf(useApi(bgpApiRef));
  useSyncExternalStore(
    useCallback(listener => cache.subscribe(listener), [cache]),
    () => cache.version,
  );
  const key = [...new Set(asns)].sort((a, b) => a - b).join();
  useEffect(() => {
    cache.want(key ? key.split(',').map(Number) : []);
  }, [cache, key]);
  return { nameOf: asn => cache.find(asn), source: cache.source };
}
