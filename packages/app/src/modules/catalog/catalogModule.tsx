import { ANNOTATION_LOCATION, Entity } from '@backstage/catalog-model';
import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { EntityContentLayoutBlueprint } from '@backstage/plugin-catalog-react/alpha';

/** Guests, and what carries them: ORION's own provider names the cluster here. */
export function isFromProxmox(entity: Entity): boolean {
  const location = entity.metadata.annotations?.[ANNOTATION_LOCATION] ?? '';
  return location.startsWith('orion-proxmox:');
}

const answerFirstLayout = EntityContentLayoutBlueprint.make({
  name: 'answer-first',
  params: {
    filter: isFromProxmox,
    loader: () => import('./AnswerFirstLayout').then(m => m.AnswerFirstLayout),
  },
});

/** What runs and how it is comes before what the catalog knows about it. */
export const catalogModule = createFrontendModule({
  pluginId: 'catalog',
  extensions: [answerFirstLayout],
});
