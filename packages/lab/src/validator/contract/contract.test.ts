import {
  describeWithDaemons,
  findDaemon,
  findFreePort,
  startRealRoutinator,
} from '../../bgp/real';
import { RealDaemon } from '../../bgp/real/RealDaemon';
import { Roa } from '../../bgp/roasOf';
import { startValidator } from '../startValidator';
import {
  contractAspas,
  contractRoas,
  ContractValidator,
  describeValidator,
} from './validatorContract';

describeValidator("the lab's validator", async () => {
  const validator = await startValidator({
    port: 0,
    rtrPort: 0,
    roas: contractRoas,
    aspas: contractAspas,
  });
  return {
    rtrPort: validator.rtrPort!,
    jsonUrl: `${validator.url}/json`,
    setRoas: validator.setRoas,
    stop: validator.stop,
  };
});

describeWithDaemons(['stayrtr'], 'a real validator', () => {
  describeValidator('StayRTR', startStayrtr);
});

describeWithDaemons(['routinator'], 'another real validator', () => {
  describeValidator('Routinator', async () => {
    const { set, ...started } = await startRealRoutinator(contractRoas);
    return {
      ...started,
      // Of local exceptions it knows none.
      trustAnchor: 'N/A',
      withoutAspas: true,
      staysOpen: true,
      setRoas: set,
    };
  });
});

async function startStayrtr(): Promise<ContractValidator> {
  const daemon = new RealDaemon('orion-stayrtr');
  const [rtrPort, metricsPort] = [await findFreePort(), await findFreePort()];
  const aspas = contractAspas.map(({ customer, providers }) => ({
    customer_asid: Number(customer.slice(2)),
    expires: 2_000_000_000,
    providers: providers.map(asn => Number(asn.slice(2))),
  }));
  // As rpki-client prints them for it.
  const families = { ipv4: aspas, ipv6: aspas };
  const setRoas = (roas: Roa[]) => {
    const metadata = { buildtime: new Date().toISOString() };
    daemon.write(
      'vrps.json',
      JSON.stringify({ metadata, roas, provider_authorizations: families }),
    );
  };
  setRoas(contractRoas);
  const jsonUrl = `http://127.0.0.1:${metricsPort}/rpki.json`;
  daemon.start(findDaemon('stayrtr')!, [
    ...['-bind', `127.0.0.1:${rtrPort}`],
    ...['-metrics.addr', `127.0.0.1:${metricsPort}`],
    ...['-cache', `${daemon.folder}/vrps.json`, '-checktime=false'],
    ...['-refresh', '1'],
  ]);
  try {
    await daemon.waitFor('its JSON', () =>
      fetch(jsonUrl).then(
        async answer =>
          ((await answer.json()) as { roas: Roa[] }).roas.length === 2,
        () => false,
      ),
    );
  } catch (error) {
    await daemon.stop();
    throw error;
  }
  return { rtrPort, jsonUrl, setRoas, stop: () => daemon.stop() };
}
