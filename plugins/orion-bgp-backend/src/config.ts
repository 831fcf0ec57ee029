import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { readSshTarget, SshSettings, SshTarget } from '@orion/engines/ssh';
import { isBirdName } from './clients/bird/commands';
import { zoneOffset } from './clients/bird/zoneOffset';
import { realPath } from './realPath';
import { NumberLimits, readNumber } from './readNumber';
import { formatPrefix, parsePrefix } from './routes/addresses';

/** BIRD's control socket: on this machine, or behind a forced command of SSH. */
export type BirdEndpoint = BirdReading &
  (
    | { driver: 'bird'; socket: string; ssh?: undefined }
    | { driver: 'bird'; ssh: SshTarget }
  );

/** What a BIRD does not tell of itself. */
export interface BirdReading {
  /** Tables without a session that are read too. */
  tables?: string[];
  /** IANA name, of a BIRD before 2.16. */
  timeZone?: string;
}

/** GoBGP's gRPC API, either generation. */
export interface GobgpEndpoint {
  driver: 'gobgp';
  /** `host:port` or `unix:///path`. */
  target: string;
  tls?: { caFile: string; certFile?: string; keyFile?: string };
  /** Paths per message; only where the daemon does not lose any (3.32 and later). */
  batchSize?: number;
  /** Canonical prefixes in which next hops are reached, beside the neighbors. */
  nextHops?: string[];
  /** Of one that is acted on: the key whose forced command is `gobgp-guards`. */
  guard?: SshTarget;
}

export type RouterEndpoint = BirdEndpoint | GobgpEndpoint;

/** Where `kernel-routes` prints: behind a socket, or as a forced command of SSH. */
export type KernelEndpoint =
  | { socket: string; ssh?: undefined }
  | { ssh: SshTarget };

/** How the routes of the router's kernel are read. */
export interface KernelConfig {
  endpoint: KernelEndpoint;
  intervalMs: number;
}

export interface RouterConfig {
  id: string;
  title: string;
  asn: number;
  endpoint: RouterEndpoint;
  /** Undefined where only the daemon says what it handed over. */
  kernel?: KernelConfig;
  intervalMs: number;
  /** The virtual machine or device NetBox has it as. */
  netboxName: string;
  /** Changes may act on its sessions; with what, only their module reads. */
  actions: boolean;
  /** Changes may configure it by Ansible; with what, only their module reads. */
  configurable: boolean;
  /** Paths beyond which its table is counted only. */
  maxPaths: number;
  /**
   * Names of sessions with something that stands in for a neighbor: nobody outside
   * is reached over them.
   */
  standIns?: string[];
}

const DEFAULT_MAX_PATHS = 4_000_000;
/** Beyond a minute nobody would call the sessions live. */
const INTERVAL_SECONDS = { least: 1, most: 60 };
/** Rows are numbered by 32 bits, and the worker's memory ends before. */
const PATHS = { least: 1, most: 100_000_000, whole: true };
/** Messages of gRPC end at some megabytes. */
const BATCH = { least: 1, most: 65_536, whole: true };
const MAX_ASN = 4_294_967_295;
/** As many as there are looks at our own aggregates. */
const MAX_HISTORY_PREFIXES = 100;

/** Reads `orion.bgp.routers`; the only place that does. Throws `InputError` naming the key. */
export function readRouters(root: Config): RouterConfig[] {
  const routers = root.getOptionalConfig('orion.bgp.routers');
  return (routers?.keys() ?? []).map(id => {
    if (!/^[a-z0-9][a-z0-9-]{0,30}$/.test(id)) {
      throw new InputError(
        `orion.bgp.routers.${id}: the id may have a-z, 0-9 and -, at most 31 characters`,
      );
    }
    return readRouter(id, routers!.getConfig(id));
  });
}

/** Milliseconds between two looks at our own routes. Throws `InputError`. */
export function readHistoryInterval(root: Config): number {
  const key = 'orion.bgp.historyIntervalSeconds';
  return (readNumber(root, key, key, { least: 1, most: 3600 }) ?? 30) * 1000;
}

/** Foreign prefixes whose history is kept, in canonical form. Throws `InputError`. */
export function readHistoryPrefixes(root: Config): string[] {
  const key = 'orion.bgp.historyPrefixes';
  const texts = root.getOptionalStringArray(key) ?? [];
  if (texts.length > MAX_HISTORY_PREFIXES) {
    throw new InputError(
      `${key}: ${texts.length} prefixes are too many, at most ${MAX_HISTORY_PREFIXES} are looked at`,
    );
  }
  const prefixes = texts.map(text => {
    const prefix = parsePrefix(text);
    if (!prefix || prefix.hostBits) {
      throw new InputError(
        `${key}: '${text}' is no prefix such as 192.0.2.0/24 or 2001:db8::/32`,
      );
    }
    const shortest = prefix.family === 4 ? 8 : 16;
    if (prefix.length < shortest) {
      throw new InputError(
        `${key}: '${text}' has more in it than is looked at; IPv${prefix.family} begins at /${shortest}`,
      );
    }
    return formatPrefix(prefix.address, prefix.length);
  });
  return [...new Set(prefixes)];
}

function readRouter(id: string, config: Config): RouterConfig {
  const key = `orion.bgp.routers.${id}`;
  const asn = config.getNumber('asn');
  readNumber(config, 'asn', `${key}.asn`, {
    least: 1,
    most: MAX_ASN,
    whole: true,
  });
  const endpoint = readEndpoint(key, config);
  const number = (name: string, limits: NumberLimits) =>
    readNumber(config, name, `${key}.${name}`, limits);
  return {
    id,
    title: config.getOptionalString('title') ?? id,
    asn,
    endpoint,
    kernel: readKernelConfig(`${key}.kernel`, config, endpoint),
    netboxName: config.getOptionalString('netboxName') ?? id,
    actions: config.has('actions'),
    configurable: config.has('ansible'),
    intervalMs: 1000 * (number('intervalSeconds', INTERVAL_SECONDS) ?? 3),
    maxPaths: number('maxPaths', PATHS) ?? DEFAULT_MAX_PATHS,
    standIns: config.getOptionalStringArray('standIns'),
  };
}

/** How a daemon is reached; `key` names the block in messages. @throws InputError */
export function readEndpoint(key: string, config: Config): RouterEndpoint {
  const bird = config.getOptionalConfig('bird');
  const gobgp = config.getOptionalConfig('gobgp');
  if (Boolean(bird) === Boolean(gobgp)) {
    throw new InputError(
      `${key}: give either bird or gobgp, to say how it is asked`,
    );
  }
  if (bird) {
    return readBird(`${key}.bird`, bird);
  }
  const tls = gobgp!.getOptionalConfig('tls');
  const target = gobgp!.getString('target');
  if (!tls && !staysHere(target)) {
    throw new InputError(
      `${key}.gobgp.tls: ${target} is on another machine, and in clear whoever is on the way there says what ORION says, and what GoBGP answers; give caFile, certFile and keyFile`,
    );
  }
  return {
    driver: 'gobgp',
    target,
    tls: tls && {
      caFile: tls.getString('caFile'),
      certFile: tls.getOptionalString('certFile'),
      keyFile: tls.getOptionalString('keyFile'),
    },
    batchSize: readNumber(gobgp!, 'batchSize', `${key}.gobgp.batchSize`, BATCH),
    nextHops: readNextHops(`${key}.gobgp.nextHops`, gobgp!),
  };
}

function readNextHops(key: string, gobgp: Config): string[] | undefined {
  return gobgp.getOptionalStringArray('nextHops')?.map(text => {
    const prefix = parsePrefix(text);
    if (!prefix || prefix.hostBits) {
      throw new InputError(
        `${key}: '${text}' is no prefix such as 192.0.2.0/24 or 2001:db8:1::/64`,
      );
    }
    return formatPrefix(prefix.address, prefix.length);
  });
}

/** True for what does not leave this machine. */
function staysHere(target: string): boolean {
  return /^(unix(-abstract)?:|(dns:\/\/\/)?(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$)/.test(
    target,
  );
}

function readKernelConfig(
  key: string,
  router: Config,
  daemon: RouterEndpoint,
): KernelConfig | undefined {
  const config = router.getOptionalConfig('kernel');
  if (!config) {
    return undefined;
  }
  const seconds =
    readNumber(config, 'intervalSeconds', `${key}.intervalSeconds`, {
      least: 1,
      most: 3600,
    }) ?? 30;
  const endpoint = readPlace(key, config, 'to say where kernel-routes prints');
  const reader = daemon.driver === 'bird' ? daemon.ssh : undefined;
  if (
    endpoint.ssh &&
    reader &&
    realPath(endpoint.ssh.identityFile) === realPath(reader.identityFile)
  ) {
    throw new InputError(
      `${key}.ssh.identityFile: a key has one forced command, and this one reads BIRD`,
    );
  }
  return { endpoint, intervalMs: seconds * 1000 };
}

function readBird(key: string, config: Config): BirdEndpoint {
  const tables = config.getOptionalStringArray('tables');
  const wrong = tables?.find(table => !isBirdName(table));
  if (wrong !== undefined) {
    throw new InputError(`${key}.tables: '${wrong}' is no name of a table`);
  }
  const timeZone = config.getOptionalString('timeZone');
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    throw new InputError(
      `${key}.timeZone: '${timeZone}' is no time zone such as Europe/Berlin`,
    );
  }
  const place = readPlace(key, config, 'to say where BIRD is');
  return { driver: 'bird', ...place, tables, timeZone };
}

function isTimeZone(name: string): boolean {
  try {
    return zoneOffset(name) !== undefined;
  } catch {
    return false;
  }
}

/** A socket on this machine, or one behind SSH. */
function readPlace(
  key: string,
  config: Config,
  why: string,
): { socket: string; ssh?: undefined } | { ssh: SshTarget } {
  const ssh = config.getOptional<SshSettings>('ssh');
  if (Boolean(ssh) === config.has('socket')) {
    throw new InputError(`${key}: give either socket or ssh, ${why}`);
  }
  if (!ssh) {
    return { socket: config.getString('socket') };
  }
  try {
    return { ssh: readSshTarget(`${key}.ssh`, ssh) };
  } catch (error) {
    throw new InputError((error as Error).message);
  }
}
