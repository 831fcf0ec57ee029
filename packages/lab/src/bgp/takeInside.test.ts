import { BgpWorld } from './BgpWorld';
import { gw1Seed } from './seed';
import { takeInside } from './takeInside';

describe('takeInside', () => {
  it('opens a session inside to what the transit’s routes are, and closes it', () => {
    const world = new BgpWorld(gw1Seed());
    const shadow = () =>
      world.session('shadow').channels.map(channel => ({
        family: channel.family,
        filter: channel.importPolicy,
        offers: channel.offers.length,
      }));
    const before = shadow();
    takeInside(world, 'shadow', true);
    for (const { family, filter, offers } of shadow()) {
      const he = world.session(family === 'ipv6' ? 'he_v6' : 'he_v4');
      expect(filter).toBe('ACCEPT');
      expect(offers).toBe(
        he.channels[0].offers.filter(({ refusedFor }) => !refusedFor).length,
      );
      expect(offers).toBeGreaterThan(100);
    }
    takeInside(world, 'shadow', false);
    expect(shadow()).toEqual(before);
    world.stop();
  });
});
