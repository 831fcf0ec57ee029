import { startNetbox } from '../startNetbox';
import { netboxBgpPresenceContract } from './netboxBgpContract';
import { NetboxCaller } from './netboxClient';
import { netboxContract } from './netboxContract';
import type { RunningSimulator } from '../../shared/simulator';

const token = 'c0ffee'.repeat(6).padEnd(40, '0');

const tokens = { [token]: { user: 'orion', writeEnabled: true } };

describe('the simulated NetBox', () => {
  let netbox: RunningSimulator;
  afterAll(() => netbox.stop());

  netboxContract(
    async () => {
      netbox = await startNetbox({ port: 0, tokens });
      return { url: netbox.url, token };
    },
    { bgpPlugin: true },
  );
});

describe('the simulated NetBox without plugins', () => {
  let netbox: RunningSimulator;
  let api: NetboxCaller;
  beforeAll(async () => {
    netbox = await startNetbox({ port: 0, tokens, bgpPlugin: false });
    api = new NetboxCaller({ url: netbox.url, token });
  });
  afterAll(() => netbox.stop());

  netboxBgpPresenceContract(() => api, false);
});

const {
  ORION_CONTRACT_NETBOX_URL: url,
  ORION_CONTRACT_NETBOX_TOKEN: real,
  /** `1` when the plugin netbox-bgp is installed there. */
  ORION_CONTRACT_NETBOX_BGP: plugin,
} = process.env;

(url && real ? describe : describe.skip)('a real NetBox', () => {
  netboxContract(async () => ({ url: url!, token: real! }), {
    bgpPlugin: plugin === '1',
  });
});
