import { startNetbox } from '../startNetbox';
import { netboxContract } from './netboxContract';
import type { RunningSimulator } from '../../shared/simulator';

const token = 'c0ffee'.repeat(6).padEnd(40, '0');

describe('the simulated NetBox', () => {
  let netbox: RunningSimulator;
  afterAll(() => netbox.stop());

  netboxContract(async () => {
    netbox = await startNetbox({
      port: 0,
      tokens: { [token]: { user: 'orion', writeEnabled: true } },
    });
    return { url: netbox.url, token };
  });
});

const { ORION_CONTRACT_NETBOX_URL: url, ORION_CONTRACT_NETBOX_TOKEN: real } =
  process.env;

(url && real ? describe : describe.skip)('a real NetBox', () => {
  netboxContract(async () => ({ url: url!, token: real! }));
});
