import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { parseHost } from '../lib/host';

export const hostCard = EntityCardBlueprint.make({
  name: 'host',
  params: {
    type: 'content',
    filter: entity => parseHost(entity) !== undefined,
    loader: () =>
      import('../components/HostCard/HostCard').then(m => <m.HostCard />),
  },
});
