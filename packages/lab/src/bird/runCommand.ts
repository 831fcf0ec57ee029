import { BgpWorld } from '../bgp/BgpWorld';
import { BgpSession, OtherProtocol } from '../bgp/types';
import { BirdClock } from './BirdClock';
import { Command, parseCommand, Protocols } from './parseCommand';
import { renderMemory } from './render/renderMemory';
import { renderProtocols } from './render/renderProtocols';
import { renderRoutes } from './render/renderRoutes';
import { renderStatus } from './render/renderStatus';
import { renderSymbols } from './render/renderSymbols';
import { Reply } from './Reply';
import { ParseError } from './tokens';

/** What commands work on. */
export interface BirdRouter {
  world: BgpWorld;
  clock: BirdClock;
  /** Named when the configuration is read. */
  configPath: string;
  /** A configuration that undoes itself unless it is confirmed. */
  undoPending: boolean;
  /** There is a configuration to go back to. */
  reconfigured: boolean;
}

/** What a connection may do; `restrict` takes it away for good. */
export interface Rights {
  restricted: boolean;
}

const actions = new Set([
  'enable',
  'disable',
  'restart',
  'reload',
  'configure',
]);

/** The whole reply to one line, last line included. */
export function runCommand(
  router: BirdRouter,
  rights: Rights,
  line: string,
): string {
  const { world } = router;
  try {
    const command = parseCommand(line, {
      isProtocol: name =>
        Boolean(world.findSession(name) ?? world.findOther(name)),
    });
    if (rights.restricted && actions.has(command.kind)) {
      return new Reply().end(8007, 'Access denied');
    }
    return run(router, rights, command);
  } catch (error) {
    if (error instanceof ParseError) {
      return new Reply().end(9001, error.message);
    }
    throw error;
  }
}

function run(router: BirdRouter, rights: Rights, command: Command): string {
  const { world, clock } = router;
  switch (command.kind) {
    case 'restrict':
      rights.restricted = true;
      return new Reply().end(16, 'Access restricted');
    case 'status':
      return renderStatus(world, clock);
    case 'memory':
      return renderMemory(world);
    case 'bfd':
      throw new ParseError('There is no BFD protocol running');
    case 'symbols':
      return renderSymbols(world, command);
    case 'protocols':
      return renderProtocols(
        world,
        clock,
        matching(world, command.which),
        command.all,
      );
    case 'routes':
      return renderRoutes(world, clock, command.query);
    case 'reload':
      return perProtocol(world, command.which, (reply, protocol) => {
        if (protocol.disabled) {
          reply.line(8, `${protocol.name}: already disabled`);
        } else if (!('state' in protocol) || protocol.state === 'established') {
          world.reload(protocol.name, command.direction);
          reply.line(15, `${protocol.name}: reloading`);
        }
      });
    case 'configure':
      return configure(router, command);
    default:
      return switchProtocols(world, command);
  }
}

function switchProtocols(
  world: BgpWorld,
  {
    kind,
    which,
    message,
  }: Extract<Command, { message?: string }> & {
    kind: 'enable' | 'disable' | 'restart';
  },
): string {
  const answers = {
    enable: [11, 'enabled', 10, 'already enabled'],
    disable: [9, 'disabled', 8, 'already disabled'],
    restart: [12, 'restarted', 8, 'already disabled'],
  } as const;
  const [done, doneText, already, alreadyText] = answers[kind];
  return perProtocol(world, which, (reply, { name }) => {
    if (world[kind](name, message)) {
      reply.line(done, `${name}: ${doneText}`);
    } else {
      reply.line(already, `${name}: ${alreadyText}`);
    }
  });
}

function perProtocol(
  world: BgpWorld,
  which: Protocols,
  act: (reply: Reply, protocol: BgpSession | OtherProtocol) => void,
): string {
  const found = matching(world, which);
  const reply = new Reply();
  if (found.length === 0) {
    return reply.end(8003, 'No protocols match');
  }
  found.forEach(protocol => act(reply, protocol));
  return reply.end(0);
}

/** Nothing is read: the configuration of a simulator is its world. */
function configure(
  router: BirdRouter,
  { what, seconds }: Extract<Command, { kind: 'configure' }>,
): string {
  const reply = new Reply();
  const read = () =>
    reply.line(2, `Reading configuration from ${router.configPath}`);
  switch (what) {
    case 'check':
      return read().end(20, 'Configuration OK');
    case 'timeout':
      router.undoPending = true;
      router.reconfigured = true;
      router.world.reconfigure();
      return read()
        .line(22, `Undo scheduled in ${seconds} s`)
        .end(3, 'Reconfigured');
    case 'confirm': {
      const pending = router.undoPending;
      router.undoPending = false;
      return pending
        ? reply.end(18, 'Reconfiguration confirmed')
        : reply.end(19, 'Nothing to do');
    }
    case 'undo':
      reply.line(21, 'Undo requested');
      if (!router.reconfigured) {
        return reply.end(19, 'Nothing to do');
      }
      router.undoPending = false;
      router.reconfigured = false;
      router.world.reconfigure();
      return reply.end(3, 'Reconfigured');
    default:
      router.reconfigured = true;
      router.world.reconfigure();
      return read().end(3, 'Reconfigured');
  }
}

function matching(
  { state }: BgpWorld,
  which: Protocols,
): (BgpSession | OtherProtocol)[] {
  const all = [...state.others, ...state.sessions];
  if (which === undefined) {
    return all;
  }
  if ('name' in which) {
    return all.filter(({ name }) => name === which.name);
  }
  const pattern = which.pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  const fits = new RegExp(`^${pattern}$`);
  return all.filter(({ name }) => fits.test(name));
}
