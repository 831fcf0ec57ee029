import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { describeWithDaemons, RealBgpPair, startRealBgpPair } from '@orion/lab';
import { AttributePool } from '../../rib/pool/AttributePool';
import { TableKeeper } from '../../rib/worker/TableKeeper';
import { GobgpRouteSource } from './GobgpRouteSource';

describeWithDaemons(['bird', 'gobgpd4'], 'a real GoBGP that hangs', () => {
  let pair: RealBgpPair;
  let keeper: TableKeeper;

  beforeAll(async () => {
    pair = await startRealBgpPair({
      api: 4,
      routes4: 'route 203.0.113.0/24 blackhole;',
      routes6: 'route 2001:db8:1::/48 blackhole;',
    });
    await pair.waitUntilUp();
    keeper = new TableKeeper({
      config: {
        id: 'edge1',
        asn: 394955,
        source: { router: 'edge1', driver: 'gobgp', settings: {} },
        minDumpIntervalMs: 0,
      },
      createSource: () =>
        GobgpRouteSource.create({
          router: 'edge1',
          address: pair.gobgp.target,
          pulseMs: 500,
        }),
      pool: new AttributePool(),
      vrps: () => undefined,
      onChange: () => {},
    });
    keeper.start();
  });
  afterAll(async () => {
    pair?.gobgp.kill('SIGCONT');
    await keeper?.stop();
    await pair?.stop();
  });

  const size = () => keeper.state.paths.ipv4 + keeper.state.paths.ipv6;

  it('shows how old its table is, and is live again by itself', async () => {
    await eventually(() => keeper.state.state === 'live' && size() === 2);
    const { dumpedAt } = keeper.state;
    pair.gobgp.kill('SIGSTOP');
    await eventually(() => keeper.state.state === 'resyncing');
    expect(keeper.state).toMatchObject({
      dumpedAt,
      error: expect.stringMatching(/^GoBGP of router edge1 did not answer/),
    });
    // What was there still answers, with its age.
    expect(size()).toBe(2);
    expect(keeper.ageMs).toBeGreaterThan(9_000);

    await pair.bird.ask('disable s4');
    pair.gobgp.kill('SIGCONT');
    await eventually(() => keeper.state.state === 'live');
    await eventually(() => size() === 1);
    expect(keeper.state.error).toBeUndefined();
    expect(Date.parse(keeper.state.dumpedAt!)).toBeGreaterThan(
      Date.parse(dumpedAt!),
    );
    // Told again, and not only read again.
    await pair.bird.ask('enable s4');
    await eventually(() => size() === 2);
  });
});
