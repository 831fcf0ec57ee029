import { OwnAggregates } from '@orion/backstage-plugin-orion-bgp-common';
import { RunningGobgp, startGobgp } from '@orion/lab';
import { actedRouter } from '../../__testUtils__/actedRouter';
import { SessionStage, startSessionStage } from '../testing/startSessionStage';

const ANNOUNCE = 'prefix.announce';
const FREE = '198.51.100.0/24';
const change = { router: 'gw2', prefix: FREE, reason: 'maintenance CHG-43' };
const readNow = (over: object = {}): OwnAggregates => ({
  prefixes: ['192.0.2.0/24', FREE],
  from: 'netbox',
  freshness: {
    source: 'netbox:bgp',
    fetchedAt: '2026-11-26T10:00:00.000Z',
    intervalMs: 60_000,
    stale: false,
    ...over,
  },
});

describe('a prefix that only NetBox says is ours', () => {
  let gobgp: RunningGobgp;
  let stage: SessionStage;
  let said: OwnAggregates;
  const own = () => gobgp.world.state.own.map(({ prefix }) => prefix);

  beforeAll(async () => {
    gobgp = await startGobgp({ port: 0, connectMs: 50 });
    stage = await startSessionStage(
      {
        defaultOwner: 'group:default/team-a',
        routers: {
          gw2: actedRouter(gobgp, { outOfBand: 'serial console' }),
        },
      },
      [],
      undefined,
      { find: async () => said },
    );
  });

  beforeEach(() => {
    said = readNow();
  });

  afterAll(async () => {
    await stage?.stop();
    await gobgp?.stop();
  });

  it('is not announced when NetBox was not read lately, or failed', async () => {
    for (const [how, reason] of [
      [
        { stale: true },
        /only NetBox says so, and it was last read at 2026-11-26T10:00/,
      ],
      [{ error: 'NetBox answered 502.' }, /NetBox answered 502/],
    ] as const) {
      said = readNow(how);
      const id = await stage.submit(ANNOUNCE, change);
      expect((await stage.pipeline.drive(id, 'denied')).reason).toMatch(reason);
    }
    expect(own()).not.toContain(FREE);
  });

  it('is not announced when NetBox falls silent between approval and apply', async () => {
    const id = await stage.approved(ANNOUNCE, change);
    said = readNow({ stale: true });
    expect((await stage.pipeline.drive(id, 'denied')).reason).toMatch(
      /only NetBox says so/,
    );
    expect(own()).not.toContain(FREE);
  });

  it('is not announced when NetBox no longer has it', async () => {
    const id = await stage.approved(ANNOUNCE, change);
    said = { ...readNow(), prefixes: ['192.0.2.0/24'] };
    expect((await stage.pipeline.drive(id, 'denied')).reason).toMatch(
      /none of the own prefixes in NetBox, 192\.0\.2\.0\/24/,
    );
    expect(own()).not.toContain(FREE);
    await expect(stage.submit(ANNOUNCE, change)).rejects.toThrow(
      /none of the own prefixes in NetBox/,
    );
  });

  it('is announced while NetBox says so, and the plan names it with its age', async () => {
    const id = await stage.approved(ANNOUNCE, change);
    const { plan } = await stage.pipeline.find(id);
    expect(
      plan!.lines.find(({ address }) => address.startsWith('ownership')),
    ).toMatchObject({
      action: 'keep',
      title: `${FREE} is ours, says NetBox`,
      detail: 'read at 2026-11-26T10:00:00.000Z',
    });
    // Read again meanwhile, which changes nothing of what was approved.
    said = readNow({ fetchedAt: '2026-11-26T10:01:00.000Z' });
    await stage.pipeline.drive(id, 'succeeded');
    expect(own()).toContain(FREE);
  });
});
