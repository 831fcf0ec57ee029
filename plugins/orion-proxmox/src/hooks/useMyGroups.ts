import { parseEntityRef } from '@backstage/catalog-model';
import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { Loadable, useLoadable } from '@orion/backstage-plugin-orion-react';

export interface MyGroup {
  entityRef: string;
  title: string;
}

/**
 * The groups this person may order for: their teams, or all their groups when
 * none is a team.
 */
export function useMyGroups(): Loadable<MyGroup[]> {
  const identity = useApi(identityApiRef);
  const catalog = useApi(catalogApiRef);
  return useLoadable(async () => {
    const { ownershipEntityRefs } = await identity.getBackstageIdentity();
    const refs = ownershipEntityRefs.filter(
      ref => parseEntityRef(ref).kind === 'group',
    );
    if (refs.length === 0) {
      return [];
    }
    const { items } = await catalog.getEntitiesByRefs({
      entityRefs: refs,
      fields: [
        'metadata.title',
        'metadata.name',
        'spec.type',
        'spec.profile.displayName',
      ],
    });
    const groups = refs.map((entityRef, index) => {
      const entity = items[index];
      const profile = entity?.spec?.profile as
        | { displayName?: string }
        | undefined;
      return {
        entityRef,
        title:
          profile?.displayName ??
          entity?.metadata.title ??
          parseEntityRef(entityRef).name,
        team: entity?.spec?.type === 'team',
      };
    });
    const teams = groups.filter(({ team }) => team);
    return (teams.length > 0 ? teams : groups).map(({ entityRef, title }) => ({
      entityRef,
      title,
    }));
  }, [identity, catalog]);
}
