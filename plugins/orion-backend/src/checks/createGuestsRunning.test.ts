import { Guest } from '@orion/backstage-plugin-orion-proxmox-common';
import { createGuestsRunning } from './createGuestsRunning';
import { FleetReader } from './FleetReader';

const guest = (vmid: number, over: Partial<Guest> = {}) =>
  ({ cluster: 'r730', vmid, status: 'stopped', ...over } as Guest);

function run(items: Guest[], all: number) {
  const freshness = [{ source: 'proxmox:r730', stale: false }];
  const page = { items, counts: { all }, freshness };
  const fleet = { list: async () => page } as unknown as FleetReader;
  const config = { expectedStopped: new Set(['r730/100']) };
  return createGuestsRunning({ fleet, config: config as never }).run(
    new AbortController().signal,
  );
}

describe('guests-running', () => {
  it('does not take a guest that is being made for one that is down', async () => {
    const items = [guest(100), guest(1003, { lock: 'clone' })];
    expect(await run(items, 11)).toMatchObject({
      state: 'ok',
      summary: '9 of 9 guests run. 1 stopped on purpose. 1 being made.',
      value: { good: 9, total: 9 },
    });
  });

  it('names what is down, whatever other lock it has', async () => {
    const items = [guest(602, { name: 'agent-2', lock: 'backup' })];
    expect(await run(items, 10)).toMatchObject({
      state: 'failed',
      summary: '9 of 10 guests run: agent-2 (r730/602) is stopped.',
    });
  });
});
