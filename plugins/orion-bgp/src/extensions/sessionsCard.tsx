import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { bgpSubject } from '../lib/entitySessions';

export const sessionsCard = EntityCardBlueprint.make({
  name: 'sessions',
  params: {
    type: 'content',
    filter: entity => bgpSubject(entity) !== undefined,
    loader: () =>
      import('../components/SessionsCard/SessionsCard').then(m => (
        <m.SessionsCard />
      )),
  },
});
