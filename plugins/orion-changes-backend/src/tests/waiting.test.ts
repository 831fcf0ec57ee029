import { eventually } from '@orion/backstage-plugin-orion-node/testing';
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
