import { House } from '../e2e/House';
import { PortalSession } from '../e2e/PortalSession';
import { bareApply } from './bareApply';
import { row } from './figures';

const AT_ONCE = Number(process.env.ORION_BENCH_AT_ONCE ?? 50);
/** As many bare applies run at a time as the pipeline lets run on one cluster. */
const BARE_AT_ONCE = 4;
const TIMEOUT_MS = 20 * 60_000;
/** Enough for all of them: the bench measures the path, not the refusals. */
const ROOMY = {
  limits: { openPerPerson: 500 },
  policy: {
    quota: {
      'group:default/team-net': {
        vms: 500,
        cores: 2000,
        memoryGib: 4000,
        diskGib: 40000,
      },
    },
  },
};

/** So many orders at once, approved the moment they are planned, beside as many bare applies. */
export async function manyAtOnce(house: House): Promise<void> {
  await house.restartPortal(ROOMY);
  const operator = await house.as('operator');
  const approver = await house.as('approver');
  const began = Date.now();
  const ids = await Promise.all(
    Array.from({ length: AT_ONCE }, () => house.submit(house.order())),
  );
  const ended = await Promise.all(
    ids.map(id => throughToTheEnd(operator, approver, id)),
  );
  const wall = Date.now() - began;
  const succeeded = ended.filter(({ state }) => state === 'succeeded');
  row(
    `${AT_ONCE} orders at once, all approved`,
    `${succeeded.length} succeeded in ${seconds(wall)}`,
    `${AT_ONCE} succeeded`,
  );
  const guests = await house.proxmox.guests();
  const refs = new Set(succeeded.map(({ target }) => target.ref));
  const addresses = await Promise.all(
    ids.map(id => house.netbox.addressesOf(id)),
  );
  const distinct =
    refs.size === succeeded.length &&
    new Set(addresses.flat().map(({ address }) => address)).size ===
      addresses.flat().length &&
    addresses.every(held => held.length === 1) &&
    new Set(guests.map(({ vmid }) => vmid)).size === guests.length;
  row('no VMID and no address twice', distinct ? 'yes' : 'NO', 'yes');
  const bare = await bareWall(house);
  row(
    `${AT_ONCE} bare applies, ${BARE_AT_ONCE} at a time`,
    `in ${seconds(bare)}`,
  );
  row('ratio of the wall times', (wall / bare).toFixed(2));
}

async function throughToTheEnd(
  operator: PortalSession,
  approver: PortalSession,
  id: number,
) {
  await operator.waitFor(id, ['awaiting-approval'], TIMEOUT_MS);
  const { status, body } = await approver.approve(id);
  if (status !== 204) {
    throw new Error(`approve #${id}: ${status} ${JSON.stringify(body)}`);
  }
  return operator.waitFor(id, ['succeeded'], TIMEOUT_MS);
}

async function bareWall(house: House): Promise<number> {
  const began = Date.now();
  let next = 0;
  const worker = async () => {
    while (next < AT_ONCE) {
      next += 1;
      await bareApply(house, 8500 + next, { keep: true });
    }
  };
  await Promise.all(Array.from({ length: BARE_AT_ONCE }, worker));
  return Date.now() - began;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
