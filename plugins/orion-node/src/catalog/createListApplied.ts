import { AuthService } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_ORIGIN_LOCATION,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';

/**
 * Lists what the catalog has under an origin location, for
 * `SnapshotEntityProviderOptions.listApplied`.
 *
 * @public
 */
export function createListApplied(deps: {
  auth: AuthService;
  catalog: CatalogService;
}): (locationKey: string) => Promise<string[]> {
  const { auth, catalog } = deps;
  return async locationKey => {
    const { items } = await catalog.getEntities(
      {
        filter: {
          [`metadata.annotations.${ANNOTATION_ORIGIN_LOCATION}`]: locationKey,
        },
        fields: ['kind', 'metadata.name', 'metadata.namespace'],
      },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    return items.map(entity => stringifyEntityRef(entity));
  };
}
