import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { GUEST_ANNOTATION } from '../lib/guestAnnotation';

export const guestCard = EntityCardBlueprint.make({
  name: 'guest',
  params: {
    type: 'content',
    filter: entity => Boolean(entity.metadata.annotations?.[GUEST_ANNOTATION]),
    loader: () =>
      import('../components/GuestCard/GuestCard').then(m => <m.GuestCard />),
  },
});
