import type { NetboxStore } from './NetboxStore';
import type { Attempt, Make } from './seed';

const SESSION = 'netbox_bgp.bgpsession';

/** What peerings by changes need: two fields of sessions, and the routers that Ansible configures. */
export function seedPeerings(
  store: NetboxStore,
  make: Make,
  attempt: Attempt,
): void {
  attempt(() => {
    const field = store
      .rows('extras.customfield')
      .find(({ name }) => name === 'orion_change_id');
    const types = (field?.object_types ?? []) as string[];
    if (field && !types.includes(SESSION)) {
      field.object_types = [...types, SESSION];
    }
  });
  attempt(() => {
    make('extras.customfield', {
      name: 'orion_peering',
      label: 'ORION peering',
      description: 'How the router speaks this session; Ansible reads it.',
      type: 'json',
      object_types: [SESSION],
    });
  });
  for (const name of ['edge1', 'edge2']) {
    attempt(() => {
      make('virtualization.virtualmachine', {
        name,
        site: store.rows('dcim.site')[0].id,
        status: 'staged',
        description: 'A router that Ansible configures',
      });
    });
  }
}
