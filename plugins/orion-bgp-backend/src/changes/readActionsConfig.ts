import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  GobgpEndpoint,
  readEndpoint,
  readRouters,
  RouterConfig,
  RouterEndpoint,
} from '../config';
import {
  ProtectedPlace,
  readAddresses,
  readProtectedPlaces,
} from './lastPath/readProtectedPlaces';
import { AnsibleAccess, readAnsibleAccess } from './playbook/readAnsibleConfig';
import { assertOwnKeys, readGuard } from './readGuard';
import { NeighborRelation } from '@orion/backstage-plugin-orion-bgp-common';
import { readRelations } from '../services/neighborRelations';
import { MigrationConfig, readMigration } from '../services/readMigration';
import { realPath } from '../realPath';
import { readNumber } from '../readNumber';
import { MaxLengths } from './prefix/assertOwnPrefix';

/** How ORION may act on a router. */
export interface RouterActions {
  /** With the right to act; of the same daemon as the one that is read. */
  endpoint: RouterEndpoint;
  revertAfterSeconds: number;
  /** Enough that ORION's machine alone undoes what nobody confirms. */
  localUndo: boolean;
  /** Where people reach the router itself, beside the endpoints. */
  managementAddresses: string[];
  /** How people reach the router when its BGP is gone, in their words. */
  outOfBand?: string;
}

/** A router as the kinds of change know it; read only without `actions`. */
export interface ActionRouter extends Omit<RouterConfig, 'actions'> {
  actions?: RouterActions;
  /** How Ansible configures it; without it nobody does. */
  ansible?: AnsibleAccess;
}

/** What the kinds of change need to know. */
export interface ActionsConfig {
  routers: ActionRouter[];
  /** Owner group of every session. */
  owner: string;
  /** How long a prefix may be that lies in an own one. */
  maxLengths: MaxLengths;
  /** Sources of ROAs are configured: then it matters whether they answered. */
  validates: boolean;
  /** What neighbors are to this network where no role says so (RFC 9234). */
  relations: ReadonlyMap<number, NeighborRelation>;
  /** What must stay reachable for people to undo anything. */
  protectedPlaces: ProtectedPlace[];
  /** See {@link LastPathFacts}. */
  maxLostShare: number;
  /** The router that is to take another one's place. */
  migration?: MigrationConfig;
}

const DEFAULT_REVERT_SECONDS = 120;

/** Reads `orion.bgp` for the kinds of change. Throws `InputError` naming the key. */
export function readActionsConfig(root: Config): ActionsConfig {
  const routers = readRouters(root);
  const actionRouters = routers.map(router => ({
    ...router,
    actions: readActions(root, router),
    ansible: readAnsibleAccess(root, router.id),
  }));
  assertOwnKeys(actionRouters);
  return {
    routers: actionRouters,
    owner:
      root.getOptionalString('orion.bgp.defaultOwner') ??
      'group:default/admins',
    maxLengths: readMaxLengths(root),
    validates: (root.getOptionalConfigArray('orion.bgp.rpki') ?? []).length > 0,
    relations: readRelations(root),
    protectedPlaces: readProtectedPlaces(root),
    maxLostShare: readMaxLostShare(root),
    migration: readMigration(root, routers),
  };
}

function readMaxLengths(root: Config): MaxLengths {
  const key = 'orion.bgp.moreSpecificsUpTo';
  const read = (family: 'ipv4' | 'ipv6', bits: number) => {
    const name = `${key}.${family}`;
    return readNumber(root, name, name, { least: 1, most: bits, whole: true });
  };
  return { ipv4: read('ipv4', 32), ipv6: read('ipv6', 128) };
}

/** Two full tables differ by a percent or two; a neighbor with parts of one by much more. */
const DEFAULT_LOST_SHARE = 0.05;

function readMaxLostShare(root: Config): number {
  const key = 'orion.bgp.maxLostShare';
  const limits = { least: 0, most: 1 };
  return readNumber(root, key, key, limits) ?? DEFAULT_LOST_SHARE;
}

function readActions(
  root: Config,
  { id, endpoint }: RouterConfig,
): RouterActions | undefined {
  const key = `orion.bgp.routers.${id}.actions`;
  const config = root.getOptionalConfig(key);
  if (!config) {
    return undefined;
  }
  const { driver } = endpoint;
  const other = driver === 'bird' ? 'gobgp' : 'bird';
  if (config.has(other) || !config.has(driver)) {
    throw new InputError(
      `${key}: give ${driver}, the daemon that orion.bgp.routers.${id} names`,
    );
  }
  const revertAfterSeconds =
    readNumber(config, 'revertAfterSeconds', `${key}.revertAfterSeconds`, {
      least: 10,
      most: 3600,
    }) ?? DEFAULT_REVERT_SECONDS;
  const own = readEndpoint(key, config);
  const shared = sharedCredential(endpoint, own);
  if (shared) {
    throw new InputError(
      `${key}.${driver}.${shared.setting}: ${shared.what} that reads ${id} must not be the one that acts, ${shared.instead}`,
    );
  }
  return {
    endpoint:
      own.driver === 'gobgp' ? { ...own, ...readGuard(key, config) } : own,
    revertAfterSeconds,
    localUndo: config.getOptionalBoolean('localUndo') ?? false,
    managementAddresses: readAddresses(
      config,
      'managementAddresses',
      `${key}.managementAddresses`,
    ),
    outOfBand: config.getOptionalString('outOfBand'),
  };
}

/**
 * What reader and actor have in common: then it would be ORION alone that keeps
 * them apart, and not the router.
 */
function sharedCredential(
  reader: RouterEndpoint,
  actor: RouterEndpoint,
): { setting: string; what: string; instead: string } | undefined {
  if (actor.driver === 'gobgp' && reader.driver === 'gobgp') {
    return sharedWayToGobgp(reader, actor);
  }
  if (actor.driver !== 'bird' || reader.driver !== 'bird') {
    return undefined;
  }
  if (actor.ssh) {
    return sameFile(actor.ssh.identityFile, reader.ssh?.identityFile)
      ? {
          setting: 'ssh.identityFile',
          what: 'the key',
          instead: 'give each a key with its own forced command',
        }
      : undefined;
  }
  return reader.ssh === undefined && sameFile(actor.socket, reader.socket)
    ? {
        setting: 'socket',
        what: 'the socket',
        instead:
          'let ORION read on a socket of its own: cli "<path>" { restrict }; of BIRD 2.16 and later, or bird-readonly before an older one',
      }
    : undefined;
}

function sharedWayToGobgp(reader: GobgpEndpoint, actor: GobgpEndpoint) {
  const { certFile } = actor.tls ?? {};
  const sameCertificate = sameFile(certFile, reader.tls?.certFile);
  if (certFile !== undefined && sameCertificate) {
    return {
      setting: 'tls.certFile',
      what: 'the certificate',
      instead: 'let the proxy before GoBGP know one that only reads',
    };
  }
  return sameTarget(actor.target, reader.target) && sameCertificate
    ? {
        setting: 'target',
        what: 'the address',
        instead:
          'let ORION read through a proxy that passes Get, List and Watch alone, or with a certificate of its own',
      }
    : undefined;
}

/** Two links may lead to one socket, and this machine has many names. */
function sameTarget(one: string, other: string): boolean {
  const [a, b] = [one, other].map(
    target => /^unix:(?:\/\/)?(.+)$/.exec(target)?.[1],
  );
  return a && b
    ? realPath(a) === realPath(b)
    : withoutLoopback(one) === withoutLoopback(other);
}

/** The usual names of the machine itself as one: a daemon that listens on all is behind each. */
function withoutLoopback(target: string): string {
  return target
    .toLowerCase()
    .replace(
      /^(?:dns:(?:\/\/\/)?)?(?:localhost|127\.0\.0\.1|\[::1\])(?=:\d+$)/,
      'loopback',
    );
}

/** Whether two settings name one file; also when neither names any. */
function sameFile(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined
    ? one === other
    : realPath(one) === realPath(other);
}
