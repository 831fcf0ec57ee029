import { ScriptedInput } from './ScriptedKind';
import { usePipeline } from './usePipeline';

const stage = usePipeline({
  config: { executor: { enabled: false, concurrency: 40 } },
});
const { world } = stage;

describe('a portal that stops, as at every roll-out,', () => {
  const failing = { attempts: [{ exit: 1 }] };
  const cases: [string, string, Partial<ScriptedInput>][] = [
    ['reserve', 'planning', {}],
    ['plan', 'planning', {}],
    ['recheck', 'approved', {}],
    ['prepare', 'applying', {}],
    ['engine-after', 'applying', {}],
    ['check', 'applying', {}],
    ['recover', 'recovering', failing],
    ['verify', 'verifying', {}],
    ['finish', 'finishing', {}],
  ];

  it.each(cases)(
    'at %s leaves the change in %s, and the next one ends it',
    async (gate, state, more) => {
      const name = `stop-${gate}`;
      const old = await stage.replica();
      const id = await old.submit({ name, gates: [gate], ...more });
      if (state !== 'planning') {
        await old.drive(id, 'awaiting-approval');
        await old.approve(id);
      }
      old.worker.wake(String(id));
      await world.reached(name, gate);
      const before = await old.events(id);
      await old.stop();
      const row = await stage.pipeline.find(id);
      expect(row).toMatchObject({ state, lease_until: null, cleanup: null });
      expect(await stage.pipeline.events(id)).toEqual(before);
      world.open(name, gate);
      if (state === 'planning') {
        await stage.pipeline.drive(id, 'awaiting-approval');
        await stage.pipeline.approve(id);
      }
      await stage.pipeline.drive(id, 'succeeded');
      expect(world.effects(name)).toHaveLength(1);
      expect(world.signals(name)).toBe(0);
    },
  );

  it('takes nothing new', async () => {
    const old = await stage.replica();
    const id = await old.submit({ name: 'stop-new' });
    await old.stop();
    old.worker.wake(String(id));
    await old.worker.idle();
    expect((await stage.pipeline.find(id)).state).toBe('requested');
  });
});

describe('the sweeper', () => {
  it('finds by itself what nobody woke', async () => {
    const replica = await stage.replica({
      config: { executor: { enabled: true, concurrency: 4 } },
    });
    const id = await stage.pipeline.submit({ name: 'swept' });
    await replica.start();
    const deadline = Date.now() + 60_000;
    let state = '';
    while (state !== 'awaiting-approval' && Date.now() < deadline) {
      ({ state } = await stage.pipeline.find(id));
    }
    expect(state).toBe('awaiting-approval');
    await replica.stop();
  });
});
