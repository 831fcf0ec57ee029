import { dirname, join } from 'node:path';
import { LINK_NETWORKS } from '@orion/lab';
import { paths } from '../util/paths';
import { LabSecrets } from '../util/secrets';
import { RunningLab } from './lab';

const CONSOLE = 'the console of VM 200 in Proxmox VE';

/**
 * `orion.bgp` of the lab: the gateway on VM 200, with what its communities mean,
 * and with real daemons the routers that Ansible configures.
 */
export function labBgp(lab: RunningLab, secrets: LabSecrets) {
  const refused = (reason: number, text: string) => ({
    pattern: `394955:65666:${reason}`,
    text,
    filter: true,
  });
  return {
    routers: {
      ...gateway(lab),
      ...(lab.edge1 && { edge1: edge1(lab.edge1, lab.netbox.url, secrets) }),
      ...(lab.edge2 && edge2(lab.edge2, lab.netbox.url, secrets)),
    },
    defaultOwner: 'group:default/team-net',
    aggregates: ['192.0.2.0/24', '2001:db8:3949::/48', '2001:db8:394a::/48'],
    netbox: { intervalSeconds: 10 },
    // GoBGP negotiates no roles.
    relations: { AS6939: 'provider' },
    migration: { from: 'gw1', to: 'gw2' },
    rpki: [{ url: `${lab.validator.url}/json`, intervalSeconds: 60 }],
    communities: [
      refused(1, 'RPKI invalid'),
      refused(2, 'too long'),
      refused(3, 'own prefix'),
      { pattern: '6939:*', text: 'AS6939, region $1' },
    ],
  };
}

/** Both daemons of VM 200: over SSH where the lab has that, else by its sockets. */
function gateway({ access, bird, gobgp }: RunningLab) {
  const place = access?.kernel
    ? { ssh: access.kernel }
    : bird.kernelPath && { socket: bird.kernelPath };
  const machine = {
    asn: 394955,
    guest: 'r730/200',
    // One machine has both.
    ...(place && { kernel: { ...place, intervalSeconds: 5 } }),
  };
  const read = access ? { ssh: access.read } : { socket: bird.readPath };
  const act = access ? { ssh: access.sessions } : { socket: bird.path };
  const guard = access && { guard: { ssh: access.guards } };
  // Without SSH it is this machine, which has nothing else to undo anything.
  const undo = access ? {} : { localUndo: true };
  return {
    gw1: {
      ...machine,
      title: 'gw1 (VM 200)',
      netboxName: 'router',
      bird: read,
      actions: { bird: act, ...undo, outOfBand: CONSOLE },
    },
    gw2: {
      ...machine,
      title: 'gw2, GoBGP beside it',
      gobgp: { target: gobgp.readTarget, nextHops: LINK_NETWORKS },
      actions: {
        gobgp: { target: gobgp.target, ...guard },
        ...undo,
        outOfBand: CONSOLE,
      },
    },
  };
}

/** Its playbook writes beside the socket, where the configuration is. */
function edge1(
  { path: socket, readPath, ports }: NonNullable<RunningLab['edge1']>,
  netbox: string,
  secrets: LabSecrets,
) {
  return {
    title: 'edge1, configured by Ansible',
    asn: 394955,
    netboxName: 'edge1',
    bird: { socket: readPath },
    actions: {
      bird: { socket },
      localUndo: true,
      outOfBand: 'the console of this machine',
    },
    ansible: playbooks(netbox, secrets, {
      LAB_BIRD_DIR: dirname(socket),
      LAB_EDGE_PORT: String(ports.own),
      LAB_EXCHANGE_PORT: String(ports.exchange),
    }),
  };
}

/** GoBGP holds its sessions, and BIRD writes what it chose. */
function edge2(
  { bird, env, gobgp }: NonNullable<RunningLab['edge2']>,
  netbox: string,
  secrets: LabSecrets,
) {
  const machine = {
    asn: 394955,
    netboxName: 'edge2',
    ansible: { ...playbooks(netbox, secrets, env), host: 'edge2' },
  };
  return {
    edge2: {
      ...machine,
      title: 'edge2, GoBGP, configured by Ansible',
      gobgp: { target: gobgp.readTarget, nextHops: LINK_NETWORKS },
      actions: {
        gobgp: { target: gobgp.target },
        localUndo: true,
        outOfBand: 'the console of this machine',
      },
    },
    'edge2-bird': {
      ...machine,
      title: 'edge2, BIRD beside it',
      bird: { socket: bird.readPath },
    },
  };
}

function playbooks(
  netbox: string,
  secrets: LabSecrets,
  env: Record<string, string>,
) {
  return {
    project: join(paths.root, 'infra/ansible'),
    inventory: 'inventory/portal',
    settleSeconds: 15,
    establishSeconds: 20,
    holdSeconds: 90,
    env: {
      LAB_NETBOX_URL: netbox,
      LAB_NETBOX_TOKEN: secrets.netboxReadToken,
      ...env,
    },
  };
}
