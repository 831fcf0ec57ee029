import { EntityProvider } from '@backstage/plugin-catalog-react';
import { PageBlueprint } from '@backstage/frontend-plugin-api';
import { ChangesCard } from '../src/components/ChangesCard/ChangesCard';
import { GUEST_ANNOTATION } from '../src/lib/guestAnnotation';

const guest = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: 'r730-1001',
    annotations: { [GUEST_ANNOTATION]: 'r730/1001' },
  },
};

/** The card a guest's catalog page shows; here is no catalog. */
export const cardPage = PageBlueprint.make({
  name: 'card',
  params: {
    path: '/card',
    title: 'Card',
    loader: async () => (
      <EntityProvider entity={guest}>
        <ChangesCard />
      </EntityProvider>
    ),
  },
});
