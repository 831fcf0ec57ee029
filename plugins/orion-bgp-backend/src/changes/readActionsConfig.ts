import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  readEndpoint,
  readRouters,
  RouterConfig,
  RouterEndpoint,
} from '../config';
import {
  ProtectedPlace,
  readProtectedPlaces,
} from './lastPath/readProtectedPlaces';
import { AnsibleAccess, readAnsibleAccess } from './playbook/readAnsibleConfig';
import { MigrationConfig, readMigration } from '../services/readMigration';
import { MaxLengths } from './prefix/assertOwnPrefix';

/** How ORION may act on a router. */
export interface RouterActions {
  /** With the right to act; of the same daemon as the one that is read. */
  endpoint: RouterEndpoint;
  revertAfterSeconds: number;
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
  return {
    routers: routers.map(router => ({
      ...router,
      actions: readActions(root, router),
      ansible: readAnsibleAccess(root, router.id),
    })),
    owner:
      root.getOptionalString('orion.bgp.defaultOwner') ??
      'group:default/admins',
    maxLengths: readMaxLengths(root),
    validates: (root.getOptionalConfigArray('orion.bgp.rpki') ?? []).length > 0,
    protectedPlaces: readProtectedPlaces(root),
    maxLostShare: readMaxLostShare(root),
    migration: readMigration(root, routers),
  };
}

function readMaxLengths(root: Config): MaxLengths {
  const key = 'orion.bgp.moreSpecificsUpTo';
  const read = (family: 'ipv4' | 'ipv6', bits: number) => {
    const length = root.getOptionalNumber(`${key}.${family}`);
    if (
      length !== undefined &&
      !(Number.isInteger(length) && length >= 1 && length <= bits)
    ) {
      throw new InputError(
        `${key}.${family}: ${length} is not between 1 and ${bits}`,
      );
    }
    return length;
  };
  return { ipv4: read('ipv4', 32), ipv6: read('ipv6', 128) };
}

/** Two full tables differ by a percent or two; a neighbor with parts of one by much more. */
const DEFAULT_LOST_SHARE = 0.05;

function readMaxLostShare(root: Config): number {
  const key = 'orion.bgp.maxLostShare';
  const share = root.getOptionalNumber(key) ?? DEFAULT_LOST_SHARE;
  if (!(share >= 0 && share <= 1)) {
    throw new InputError(`${key}: ${share} is not between 0 and 1`);
  }
  return share;
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
    config.getOptionalNumber('revertAfterSeconds') ?? DEFAULT_REVERT_SECONDS;
  if (!(revertAfterSeconds >= 10 && revertAfterSeconds <= 3600)) {
    throw new InputError(
      `${key}.revertAfterSeconds: ${revertAfterSeconds} is not between 10 and 3600`,
    );
  }
  const own = readEndpoint(key, config);
  if (
    own.driver === 'bird' &&
    endpoint.driver === 'bird' &&
    own.ssh &&
    own.ssh.identityFile === endpoint.ssh?.identityFile
  ) {
    throw new InputError(
      `${key}.bird.ssh.identityFile: the key that reads ${id} must not be the one that acts`,
    );
  }
  return {
    endpoint: own,
    revertAfterSeconds,
    outOfBand: config.getOptionalString('outOfBand'),
  };
}
