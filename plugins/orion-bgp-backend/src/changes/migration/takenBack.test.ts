import { drivePlaybook } from '../../__testUtils__/drivePlaybook';
import {
  CUT_OVER,
  MigrationStage,
  over,
  startMigrationStage,
} from '../../__testUtils__/startMigrationStage';

/** Between the lab's routers, where every gate passes before it. */
describe('a cut-over that is taken back', () => {
  let there: MigrationStage;
  const old = () => there.old();
  const young = () => there.young();

  beforeAll(async () => {
    there = await startMigrationStage();
  });

  afterAll(() => there?.stop());

  it('goes back by itself, at once, when the new session does not come up', async () => {
    const { gobgp, stage, api, agreed } = there;
    // By what runs now: whoever crossed before may have been started again.
    await api.rehearsed(99, ['he_v6']);
    const id = await agreed(CUT_OVER, over);
    // The neighbor refuses the new router the moment the old one is silent.
    const watch = setInterval(() => {
      if (old().disabled) {
        gobgp.faults.set('errorCode', { method: 'ListPeer', message: 'gone' });
        clearInterval(watch);
        setTimeout(() => gobgp.faults.clear(), 3_000);
      }
    }, 5);
    const row = await stage.pipeline.drive(id, 'failed');
    clearInterval(watch);
    expect(row.reason).toMatch(/as they were/);
    expect(old()).toMatchObject({ disabled: false, state: 'established' });
    expect(young().disabled).toBe(false);
  });

  it('ends half a minute later where the old session does not come back, and says so', async () => {
    const { bird, gobgp, stage, api, agreed } = there;
    await api.rehearsed(95, ['he_v6']);
    const id = await agreed(CUT_OVER, over);
    let silent = false;
    const watch = setInterval(() => {
      if (old().disabled === silent) {
        return;
      }
      silent = old().disabled;
      if (silent) {
        gobgp.faults.set('errorCode', { method: 'ListPeer', message: 'gone' });
        setTimeout(() => gobgp.faults.clear(), 3_000);
      } else {
        // The neighbor has had enough of it.
        clearInterval(watch);
        bird.world.sessionDown('he_v6');
      }
    }, 5);
    const { reason } = await drivePlaybook(stage, id, 'failed');
    clearInterval(watch);
    expect(reason).toMatch(
      / as they were before\. Enabled, and not established yet: he_v6 on gw1 \(active\)\./,
    );
    bird.world.sessionUp('he_v6');
  });

  it('goes back when what is chosen now does not reach the kernel', async () => {
    const { bird, stage, api, agreed } = there;
    await api.rehearsed(98, ['he_v6']);
    const id = await agreed(CUT_OVER, over);
    const watch = setInterval(() => {
      if (old().disabled) {
        clearInterval(watch);
        bird.world.sessionDown('shadow');
      }
    }, 5);
    const { reason } = await drivePlaybook(stage, id, 'failed');
    clearInterval(watch);
    expect(reason).toMatch(
      /Not everything comes to gw1, which writes the kernel: ipv6-unicast: no routes are exchanged/,
    );
    expect(old()).toMatchObject({ disabled: false, state: 'established' });
    bird.world.sessionUp('shadow');
  });

  it('goes back when the new router tells of what is ours otherwise', async () => {
    const { stage, api, agreed } = there;
    await api.rehearsed(96, ['he_v6']);
    const id = await agreed(CUT_OVER, over);
    const [channel] = young().channels;
    const watch = setInterval(() => {
      if (old().disabled) {
        clearInterval(watch);
        channel.exportSets = { communities: [[65535, 65281]] };
      }
    }, 5);
    const { reason } = await drivePlaybook(stage, id, 'failed');
    clearInterval(watch);
    channel.exportSets = undefined;
    expect(reason).toMatch(
      /Session 2001:db8:100::1 on gw2 announces 2001:db8:\S+\/48 with communities NO_EXPORT, and the other router with none\./,
    );
    expect(old()).toMatchObject({ disabled: false, state: 'established' });
  });

  it('goes back when the kernel does not lead where it led', async () => {
    const { bird, stage, api, agreed } = there;
    await api.rehearsed(97, ['he_v6']);
    const id = await agreed(CUT_OVER, over);
    const watch = setInterval(() => {
      if (old().disabled) {
        clearInterval(watch);
        // Its daemon has accepted everything, and says so.
        bird.faults.set('kernelLacks', { family: 'ipv6' });
      }
    }, 5);
    const { reason } = await drivePlaybook(stage, id, 'failed');
    clearInterval(watch);
    bird.faults.clear();
    expect(reason).toMatch(
      /The kernel of gw1 does not lead to as much as before yet: 0 of \d+ ipv6-unicast routes lead somewhere/,
    );
    expect(old()).toMatchObject({ disabled: false, state: 'established' });
  });
});
