import { ServiceUnavailableError } from '@backstage/errors';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { ScriptedKind } from './ScriptedKind';
import { usePipeline } from './usePipeline';

const stage = usePipeline();
const { world } = stage;

describe('changes that wait for a lock', () => {
  it('get it in the order of their approval, as soon as it is free', async () => {
    const holder = await stage.pipeline.approved({
      name: 'l-holder',
      gates: ['verify'],
      locks: ['l'],
    });
    await world.reached('l-holder', 'verify');
    const first = await stage.pipeline.approved({ name: 'l-1', locks: ['l'] });
    await looked(first);
    const second = await stage.pipeline.approved({ name: 'l-2', locks: ['l'] });
    expect((await looked(second)).reason).toBe(
      `Waiting for l, held by #${holder}, 1 approved earlier is first`,
    );
    world.open('l-holder', 'verify');
    // Only the later one looks again and again; the earlier is woken by the end of the holder.
    await stage.pipeline.drive(second, 'succeeded');
    expect((await stage.pipeline.find(holder)).state).toBe('succeeded');
    expect((await stage.pipeline.find(first)).state).toBe('succeeded');
    expect(await began(first)).toBeLessThan(await began(second));
    expect(await stage.pipeline.find(second)).toMatchObject({
      waiting_for: null,
    });
  });

  it('get it from one that was not begun, because nobody could look again', async () => {
    let silent = true;
    const pipeline = await stage.replica({
      kinds: [
        new ScriptedKind(world, {
          recheck: async ctx => {
            if (silent && ctx.change.input.name === 'l-silent') {
              throw new ServiceUnavailableError('gw2 does not answer');
            }
            return undefined;
          },
        }),
      ],
    });
    const held = async (id: number) =>
      stage.knex('change_locks').where({ change_id: id, key: 'l-way' });
    const stuck = await pipeline.approved({
      name: 'l-silent',
      locks: ['l-way'],
    });
    const back = await pipeline.approved({ name: 'l-back', locks: ['l-way'] });
    await pipeline.drive(back, 'succeeded');
    expect(await pipeline.find(stuck)).toMatchObject({ state: 'approved' });
    silent = false;
    await pipeline.drive(stuck, 'succeeded');
    expect(await held(stuck)).toEqual([]);
  });

  async function looked(id: number) {
    return eventually(async () => {
      const row = await stage.pipeline.find(id);
      return row.reason?.startsWith('Waiting') && row;
    });
  }

  async function began(id: number): Promise<number> {
    const record = await stage
      .knex('record')
      .where({ change_id: id, event: 'applying' })
      .first();
    return record.at.getTime();
  }
});
