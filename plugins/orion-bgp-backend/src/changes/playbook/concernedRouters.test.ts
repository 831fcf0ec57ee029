import { ActionRouter, ActionsConfig } from '../readActionsConfig';
import { concernedRouters } from './concernedRouters';
import { PlannedAnnouncements } from './judgeAnnouncements';

const router = (id: string, driver: string, host: string) =>
  ({
    ...{ id, endpoint: { driver } },
    ansible: { project: '/p', inventory: 'i', host },
  } as unknown as ActionRouter);

const gw1 = router('gw1', 'bird', 'one');
const config = {
  routers: [
    gw1,
    router('gw1-gobgp', 'gobgp', 'one'),
    router('gw2', 'bird', 'two'),
  ],
} as unknown as ActionsConfig;

describe('concernedRouters', () => {
  const idsOf = (shall: string, announcing: string[] = []) =>
    concernedRouters(config, gw1, {
      announcements: announcing.map(id => ({
        router: id,
      })) as PlannedAnnouncements[],
      files: {
        bird: { runs: 'b', shall: 'c' },
        gobgp: { runs: 'g', shall },
      },
    }).map(({ id }) => id);

  it('are the other daemon of the machine only where something is of it', () => {
    expect(idsOf('g')).toEqual(['gw1']);
    expect(idsOf('g', ['gw1', 'gw1-gobgp'])).toEqual(['gw1', 'gw1-gobgp']);
    // It may have its first session then.
    expect(idsOf('h')).toEqual(['gw1', 'gw1-gobgp']);
  });
});
