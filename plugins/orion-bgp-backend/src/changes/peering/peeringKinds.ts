import { Config } from '@backstage/config';
import { readNetboxConfig } from '@orion/backstage-plugin-orion-ipam-node';
import { PeeringRecords } from '../../clients/netbox/PeeringRecords';
import { PlaybookRunner } from '../playbook/PlaybookRunner';
import { readAnsibleTools } from '../playbook/readAnsibleConfig';
import { SessionDeps } from '../SessionTools';
import { AddPeeringKind } from './AddPeeringKind';
import { ConfigureKind } from './ConfigureKind';
import { PeeringDeps } from './PeeringDeps';
import { RemovePeeringKind } from './RemovePeeringKind';

/** The kinds of change that configure a router by Ansible. */
export function peeringKinds(session: SessionDeps, config: Config) {
  const netbox = readNetboxConfig(config);
  const deps: PeeringDeps = {
    ...session,
    runner: new PlaybookRunner(readAnsibleTools(config)),
    records: netbox?.writeToken ? PeeringRecords.create(netbox) : undefined,
  };
  return [
    new ConfigureKind(deps),
    new AddPeeringKind(deps),
    new RemovePeeringKind(deps),
  ] as const;
}
