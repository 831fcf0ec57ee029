import {
  AdminState,
  SessionReading,
  SessionState,
} from '@orion/backstage-plugin-orion-bgp-common';
import { BirdTime, readBirdTime } from './birdTime';
import { ReplyLine } from './LineReader';
import { messageFrom } from './messageFrom';
import { addPathFamilies, parseCapabilities } from './parseCapabilities';
import { parseChannel } from './parseChannel';
import { DetailBlock, readDetails } from './readDetails';

/** One protocol of `show protocols [all]`. */
export interface BirdProtocol {
  name: string;
  /** `BGP`, `RPKI`, `Static`, ... */
  type: string;
  /** `up`, `start`, `down`, `stop`, `flush`. */
  state: string;
  /** As BIRD printed it. */
  sinceText: string;
  since?: BirdTime;
  /** The last column. */
  info: string;
  details: string[];
}

/** A BGP session whose `since` still has to be made a moment. */
export interface BirdSession {
  reading: SessionReading;
  since?: BirdTime;
}

/** Reads the lines of codes 1002 and 1006. */
export function parseProtocols(lines: ReplyLine[]): BirdProtocol[] {
  const protocols: BirdProtocol[] = [];
  for (const { code, text } of lines) {
    if (code === 1002) {
      const [, name, type, state, rest = ''] =
        /^(\S+)\s+(\S+)\s+\S+\s+(\S+)\s*(.*)$/.exec(text) ?? [];
      if (name) {
        const [sinceText = '', ...info] = rest.split(/ {2,}/);
        protocols.push({
          name,
          type,
          state,
          sinceText: sinceText.trim(),
          since: readBirdTime(sinceText.trim()),
          info: info.join('  ').trim(),
          details: [],
        });
      }
    } else if (code === 1006 && text.trim() !== '') {
      protocols.at(-1)?.details.push(text);
    }
  }
  return protocols;
}

/** A label without a text; with routes kept in any channel. */
const RESTARTS = 'Neighbor graceful restart active';

/** In the words of our `bird-apply`: why BIRD switched it off before. */
const KEPT_OFF = /^was off: (.+)$/;

const states: Record<string, SessionState> = {
  Established: 'established',
  OpenConfirm: 'open-confirm',
  OpenSent: 'open-sent',
  Active: 'active',
  // Waits for the neighbor to connect: Active of RFC 4271 without its own attempts.
  Passive: 'active',
  Connect: 'connect',
  Idle: 'idle',
  Close: 'idle',
  Down: 'down',
};

/** A BGP protocol of `show protocols all`; undefined for any other protocol. */
export function parseSession(protocol: BirdProtocol): BirdSession | undefined {
  if (protocol.type !== 'BGP') {
    return undefined;
  }
  const { own, channels } = readDetails(protocol.details);
  const stateText = own.value('BGP state') ?? protocol.info.split(/\s/)[0];
  const state =
    states[stateText] ?? (protocol.state === 'down' ? 'down' : 'unknown');
  const message = own.value('Message');
  // What bird-apply kept off is told by it: a configuration had BIRD forget why.
  const keptOff =
    protocol.state === 'down' ? KEPT_OFF.exec(message ?? '')?.[1] : undefined;
  const lastError =
    own.value('Last error') ?? errorOf(protocol, stateText) ?? keptOff;
  const localCapabilities = parseCapabilities(
    own.linesBelow('Local capabilities'),
  );
  const remoteCapabilities = parseCapabilities(
    own.linesBelow('Neighbor capabilities'),
  );
  const neighborAs = Number(own.value('Neighbor AS') ?? 0);
  const localAs = number(own.value('Local AS'));
  const role = (of: typeof localCapabilities) =>
    of.find(({ name }) => name === 'role')?.detail;
  const roles = {
    local: role(localCapabilities),
    remote: role(remoteCapabilities),
  };
  const admin = adminState(protocol, lastError);
  const told = {
    adminState: admin,
    ...(admin === 'down' && lastError && { disabledBy: 'daemon' as const }),
    lastError,
    shutdownMessage: keptOff ? undefined : message,
  };
  const reading: SessionReading = {
    name: protocol.name,
    description: own.value('Description'),
    neighborAddress: (
      own.value('Neighbor address') ??
      own.value('Neighbor range') ??
      ''
    ).split(' ')[0],
    neighborAs,
    neighborId: own.value('Neighbor ID'),
    localAddress: own.value('Source address'),
    localAs,
    type: sessionType(own, neighborAs, localAs),
    state,
    stateText,
    ...(own.value(RESTARTS) !== undefined && { restarting: true as const }),
    ...told,
    shutdownMessageFrom: messageFrom(told),
    timers: {
      hold: timer(own.value('Hold timer')),
      keepalive: timer(own.value('Keepalive timer')),
      // The one that runs; after errors it grows.
      connectRetry: timer(
        own.value('Error wait') ?? own.value('Connect delay'),
      ),
    },
    localCapabilities,
    remoteCapabilities,
    role: roles.local || roles.remote ? roles : undefined,
    families: channels.map(channel => {
      const both = (mine: 'RX' | 'TX', theirs: 'RX' | 'TX') =>
        addPathFamilies(localCapabilities, mine).includes(channel.title) &&
        addPathFamilies(remoteCapabilities, theirs).includes(channel.title);
      const addPath = { receive: both('RX', 'TX'), send: both('TX', 'RX') };
      return {
        ...parseChannel(channel),
        addPath: state === 'established' ? addPath : undefined,
      };
    }),
  };
  return { reading, since: protocol.since };
}

/** Behind the state in the last column: `Active        Socket: Connection refused`. */
function errorOf({ info }: BirdProtocol, stateText: string) {
  const text = info.startsWith(stateText)
    ? info.slice(stateText.length).trim()
    : info;
  return text || undefined;
}

function sessionType(
  own: DetailBlock,
  neighborAs: number,
  localAs: number | undefined,
): SessionReading['type'] {
  const said = own.value('Session')?.split(' ')[0];
  const internal =
    said === undefined ? neighborAs === localAs : said === 'internal';
  return internal ? 'internal' : 'external';
}

/**
 * A protocol that goes down leaves no error when a person switched it off: BIRD
 * forgets the last one then. One that is down for good and has one was switched
 * off by BIRD itself: `disable after error`, `disable after cease`, or nothing to
 * listen with.
 */
function adminState(
  { state }: BirdProtocol,
  lastError: string | undefined,
): AdminState {
  if (state === 'up' || state === 'start') {
    return 'up';
  }
  if (lastError?.startsWith('Automatic shutdown')) {
    return 'prefix-limit';
  }
  return state === 'down' || !lastError ? 'down' : 'up';
}

/** `216.097/240`: what is left, and the whole. */
function timer(text: string | undefined): number | undefined {
  return number(text?.split('/')[1]);
}

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
