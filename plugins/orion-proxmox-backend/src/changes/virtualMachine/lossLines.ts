import { PlanLine } from '@orion/backstage-plugin-orion-changes-common';
import { GuestBelongings } from './inspectGuest';

/** What a destroy loses beside the guest itself: Terraform's plan names none of it. */
export function lossLines(
  lost: GuestBelongings & { addresses: string[] },
): PlanLine[] {
  const line = (address: string, title: string, detail: string): PlanLine => ({
    action: 'destroy',
    address,
    title,
    detail,
    attributes: [],
  });
  return [
    ...lost.disks.map(volid =>
      line(volid, `disk ${volid}`, 'with everything on it'),
    ),
    ...lost.snapshots.map(name =>
      line(`snapshot.${name}`, `snapshot ${name}`, 'dies with the guest'),
    ),
    ...lost.addresses.map(address =>
      line(
        'netbox.address',
        `address ${address}`,
        'given back to NetBox, for others after a rest',
      ),
    ),
  ];
}
