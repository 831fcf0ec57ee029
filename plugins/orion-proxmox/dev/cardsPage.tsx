import { ComponentProps, ReactNode, useState } from 'react';
import { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { PageBlueprint } from '@backstage/frontend-plugin-api';
import { PageBody } from '@orion/backstage-plugin-orion-react';
import { GuestCard } from '../src/components/GuestCard/GuestCard';
import { HostCard } from '../src/components/HostCard/HostCard';
import { MachinePicker } from '../src/components/MachinePicker/MachinePicker';
import { GUEST_ANNOTATION } from '../src/lib/guestAnnotation';
import { MachineValue } from '../src/lib/order';

function resource(
  title: string,
  annotations: Record<string, string>,
  spec: Record<string, string | string[]> = {},
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: { name: title, title, annotations },
    spec,
  };
}

const guestEntity = (vmid: number) =>
  resource(`r730-${vmid}`, { [GUEST_ANNOTATION]: `r730/${vmid}` });

const hostEntity = (kind: string, title: string) =>
  resource(
    title,
    { 'backstage.io/managed-by-location': 'orion-proxmox:r730' },
    { type: `proxmox-${kind}`, dependsOn: ['resource:default/r730-pve1'] },
  );

function On({ entity, children }: { entity: Entity; children: ReactNode }) {
  return <EntityProvider entity={entity}>{children}</EntityProvider>;
}

/** Running, stopped, locked, unknown, protected, and one that is not there. */
const vmids = [1001, 1002, 1003, 1004, 200, 999];

const hosts = [
  ['cluster', 'r730'],
  ['node', 'pve1'],
  ['node', 'pve2'],
  ['storage', 'tank'],
  ['bridge', 'vmbr1'],
];

/** The cards catalog pages show; here is no catalog. */
export const cardsPage = PageBlueprint.make({
  name: 'cards',
  params: {
    path: '/cards',
    title: 'Cards',
    loader: async () => (
      <PageBody>
        {vmids.map(vmid => (
          <On key={vmid} entity={guestEntity(vmid)}>
            <GuestCard />
          </On>
        ))}
        {hosts.map(([kind, title]) => (
          <On key={title} entity={hostEntity(kind, title)}>
            <HostCard />
          </On>
        ))}
      </PageBody>
    ),
  },
});

const form = {
  owner: 'group:default/team-net',
  name: 'web-01',
  domain: 'infrastructure',
  sshKeys: [`ssh-ed25519 ${'B'.repeat(68)}`],
};

function Order() {
  const [value, setValue] = useState<MachineValue>({});
  const props = {
    formData: value,
    formContext: { formData: form },
    onChange: setValue,
  } as unknown as ComponentProps<typeof MachinePicker>;
  return (
    <PageBody>
      <MachinePicker {...props} />
    </PageBody>
  );
}

/** The field of an order's form; here is no scaffolder. */
export const orderPage = PageBlueprint.make({
  name: 'order',
  params: { path: '/order', title: 'Order', loader: async () => <Order /> },
});
