import { PveClient } from '../../clients/PveClient';

/** Entries of the cluster that name the guest. */
export async function findBinding(
  pve: PveClient,
  vmid: number,
  name: string,
): Promise<string | undefined> {
  const ha = (await pve.listHaResources()).find(
    ({ sid }) => sid === `vm:${vmid}`,
  );
  if (ha) {
    return `${name} is an HA resource (${ha.sid}, ${ha.state}). Remove it under Datacenter > HA first.`;
  }
  const job = (await pve.listReplicationJobs()).find(
    ({ guest }) => Number(guest) === vmid,
  );
  return (
    job &&
    `replication job ${job.id} copies ${name} to ${job.target}. Remove it under Datacenter > Replication first.`
  );
}
