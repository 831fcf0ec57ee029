import { asSoonAs } from '../../__testUtils__/asSoonAs';
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
  const isSilent = () => old().disabled;
  /** The new router answers nothing of its neighbors for a while. */
  const refuse = ({ faults }: MigrationStage['gobgp']) => {
    faults.set('errorCode', { method: 'ListPeer', message: 'gone' });
    setTimeout(() => faults.clear(), 3_000);
  };

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
    const stop = asSoonAs(isSilent, () => refuse(gobgp));
    const row = await stage.pipeline.drive(id, 'failed');
    stop();
    expect(row.reason).toMatch(/as they were/);
    expect(old()).toMatchObject({ disabled: false, state: 'established' });
    expect(young().disabled).toBe(false);
  });

  it('ends half a minute later where the old session does not come back, and says so', async () => {
    const { bird, gobgp, stage, api, agreed } = there;
    await api.rehearsed(95, ['he_v6']);
    const id = await agreed(CUT_OVER, over);
    let stop = asSoonAs(isSilent, () => {
      refuse(gobgp);
      // The neighbor has had enough of it.
      stop = asSoonAs(
        () => !isSilent(),
        () => bird.world.sessionDown('he_v6'),
      );
    });
    const { reason } = await drivePlaybook(stage, id, 'failed');
    stop();
    expect(reason).toMatch(
      / as they were before\. Enabled, and not established yet: he_v6 on gw1 \(active\)\./,
    );
    bird.world.sessionUp('he_v6');
  });

  it('goes back when what is chosen now does not reach the kernel', async () => {
    const { bird, stage, api, agreed } = there;
    await api.rehearsed(98, ['he_v6']);
    const id = await agreed(CUT_OVER, over);
    const stop = asSoonAs(isSilent, () => bird.world.sessionDown('shadow'));
    const { reason } = await drivePlaybook(stage, id, 'failed');
    stop();
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
    const stop = asSoonAs(isSilent, () => {
      channel.exportSets = { communities: [[65535, 65281]] };
    });
    const { reason } = await drivePlaybook(stage, id, 'failed');
    stop();
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
    // Its daemon has accepted everything, and says so.
    const stop = asSoonAs(isSilent, () =>
      bird.faults.set('kernelLacks', { family: 'ipv6' }),
    );
    const { reason } = await drivePlaybook(stage, id, 'failed');
    stop();
    bird.faults.clear();
    expect(reason).toMatch(
      /The kernel of gw1 does not lead to as much as before yet: 0 of \d+ ipv6-unicast routes lead somewhere/,
    );
    expect(old()).toMatchObject({ disabled: false, state: 'established' });
  });
});
