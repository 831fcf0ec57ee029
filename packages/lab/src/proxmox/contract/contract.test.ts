import { readFileSync } from 'node:fs';
import { RunningProxmox, startProxmox } from '../startProxmox';
import { ContractTarget, proxmoxContract } from './proxmoxContract';

describe('the simulator', () => {
  let simulator: RunningProxmox;
  const id = 'orion@pve!terraform';

  beforeAll(async () => {
    simulator = await startProxmox({
      port: 0,
      timings: { cloneFullMs: 400, startMs: 20, stopMs: 20, destroyMs: 20 },
    });
  });
  afterAll(() => simulator?.stop());

  proxmoxContract(
    () => ({
      url: simulator.url,
      ca: simulator.ca,
      token: `${id}=${simulator.tokens[id]}`,
      node: 'pve1',
      template: 9000,
    }),
    { write: true },
  );
});

const real = process.env.ORION_CONTRACT_PVE_URL;

(real ? describe : describe.skip)('a real Proxmox VE', () => {
  const setting = (name: string, fallback?: string): string => {
    const value = process.env[`ORION_CONTRACT_PVE_${name}`] ?? fallback;
    if (value === undefined) {
      throw new Error(`ORION_CONTRACT_PVE_${name} is not set`);
    }
    return value;
  };
  proxmoxContract(
    (): ContractTarget => ({
      url: setting('URL').replace(/\/$/, ''),
      ca: readFileSync(setting('CA'), 'utf8'),
      token: setting('TOKEN'),
      node: setting('NODE', 'pve1'),
      template: Number(setting('TEMPLATE', '9000')),
    }),
    { write: process.env.ORION_CONTRACT_PVE_WRITE === '1' },
  );
});
