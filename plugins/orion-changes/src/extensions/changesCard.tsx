import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { GUEST_ANNOTATION } from '../lib/guestAnnotation';

export const changesCard = EntityCardBlueprint.make({
  name: 'changes',
  params: {
    type: 'content',
    filter: entity => Boolean(entity.metadata.annotations?.[GUEST_ANNOTATION]),
    loader: () =>
      import('../components/ChangesCard/ChangesCard').then(m => (
        <m.ChangesCard />
      )),
  },
});
