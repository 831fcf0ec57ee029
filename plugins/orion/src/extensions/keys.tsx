import { AppRootElementBlueprint } from '@backstage/frontend-plugin-api';
import { Keys } from '../components/Keys/Keys';

export const keys = AppRootElementBlueprint.make({
  name: 'keys',
  params: { element: <Keys /> },
});
