import { Entity } from '@backstage/catalog-model';
import { manySessions, router } from '../tests/fakes';
import { bgpSubject, sessionsOf } from './entitySessions';

const entity = (annotations?: Record<string, string>): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: { name: 'x', annotations },
});
const namesOf = (annotation: string, value: string) =>
  sessionsOf(bgpSubject(entity({ [annotation]: value }))!, manySessions(), [
    router(),
  ]).map(({ name }) => name);

it('finds what an entity is about', () => {
  expect(bgpSubject(entity())).toBeUndefined();
  expect(bgpSubject(entity({ 'orion.dev/bgp-session': 'nonsense' }))).toBe(
    undefined,
  );
  expect(namesOf('orion.dev/bgp-session', 'gw2/2001:db8:6939::9')).toEqual([
    '2001:db8:6939::9',
  ]);
  expect(namesOf('orion.dev/bgp-router', 'gw1')).toEqual([
    'he_v6',
    'he_v4',
    'ix_rs1',
    'lab_peer',
  ]);
  expect(namesOf('orion.dev/autonomous-system', '6939')).toEqual([
    'he_v6',
    'he_v4',
    '2001:db8:6939::9',
  ]);
  expect(namesOf('orion.dev/autonomous-system', '394955')).toHaveLength(4);
});
