import { BgpWorld } from '../../bgp/BgpWorld';
import { BgpSession, OtherProtocol } from '../../bgp/types';
import { BirdClock } from '../BirdClock';
import { Reply } from '../Reply';
import { renderChannel, renderOtherChannel } from './renderChannel';
import { renderCapabilities } from './renderCapabilities';
import { cacheStatus, renderRpki } from './renderRpki';

/** `show protocols [all]` of those given; `8003` for none. */
export function renderProtocols(
  world: BgpWorld,
  clock: BirdClock,
  which: (BgpSession | OtherProtocol)[],
  all: boolean,
): string {
  const reply = new Reply();
  if (which.length === 0) {
    return reply.end(8003, 'No protocols match');
  }
  reply.line(2002, columns('Name', 'Proto', 'Table', 'State', 'Since', 'Info'));
  for (const protocol of which) {
    reply.line(1002, summary(clock, protocol));
    if (all) {
      renderDetails(world, clock, reply, protocol);
      reply.line(1006, '');
    }
  }
  return reply.end(0);
}

function columns(
  ...[name, proto, table, state, since, info]: string[]
): string {
  return `${name.padEnd(10)} ${proto.padEnd(10)} ${table.padEnd(
    10,
  )} ${state.padEnd(6)} ${since.padEnd(12)}  ${info}`;
}

function summary(
  clock: BirdClock,
  protocol: BgpSession | OtherProtocol,
): string {
  const since = clock.moment(protocol.since);
  if (!('channels' in protocol)) {
    const { name, type, cache, disabled } = protocol;
    const state = cache?.away ? 'start' : 'up';
    const info = cache && !disabled ? cacheStatus(cache) : '';
    const word = disabled ? 'down' : state;
    return columns(name, type, mainTable(protocol), word, since, info);
  }
  const { name, state, lastError = '' } = protocol;
  const word = { established: 'up', active: 'start', down: 'down' }[state];
  const info =
    state === 'down'
      ? lastError
      : `${stateText(protocol).padEnd(14)}${lastError}`;
  return columns(name, 'BGP', '---', word, since, info);
}

/** BGP has one channel per family, hence no table of its own. */
function mainTable({ family, type }: OtherProtocol): string {
  if (type === 'RAdv') {
    return 'master6';
  }
  return family ? `master${family.slice(3)}` : '---';
}

function stateText({ state, passive }: BgpSession): string {
  switch (state) {
    case 'established':
      return 'Established';
    case 'active':
      return passive ? 'Passive' : 'Active';
    default:
      return 'Down';
  }
}

function renderDetails(
  world: BgpWorld,
  clock: BirdClock,
  reply: Reply,
  protocol: BgpSession | OtherProtocol,
): void {
  const say = (text: string) => reply.line(1006, text);
  if ('description' in protocol && protocol.description) {
    say(`  Description:    ${protocol.description}`);
  }
  if (protocol.message) {
    say(`  Message:        ${protocol.message}`);
  }
  if (!('channels' in protocol)) {
    renderRpki(reply, clock, protocol);
    renderOtherChannel(world, reply, protocol);
    return;
  }
  const { state, localAs, neighborAs } = protocol;
  say(`  BGP state:          ${stateText(protocol)}`);
  say(`    Neighbor address: ${protocol.neighborAddress}`);
  say(`    Neighbor AS:      ${neighborAs}`);
  say(`    Local AS:         ${localAs}`);
  if (protocol.restarting) {
    say('    Neighbor graceful restart active');
  }
  if (state === 'active' && !protocol.passive) {
    say(`    Connect delay:    ${clock.remaining(protocol.since, 5)}/5`);
  }
  if (state === 'established') {
    say(`    Neighbor ID:      ${protocol.neighborId}`);
    say('    Local capabilities');
    renderCapabilities(reply, protocol, 'local');
    say('    Neighbor capabilities');
    renderCapabilities(reply, protocol, 'neighbor');
    const words = [
      localAs === neighborAs ? 'internal' : 'external',
      protocol.multihop && 'multihop',
      protocol.routeReflectorClient && 'route-reflector',
      protocol.neighborCapabilities.includes('4-octet-as') && 'AS4',
    ].filter(Boolean);
    say(`    Session:          ${words.join(' ')}`);
    say(`    Source address:   ${protocol.localAddress}`);
    // The neighbor's keepalive sets the hold timer back.
    const { since, holdTime, keepaliveTime } = protocol;
    const left = Number(clock.remaining(since, keepaliveTime));
    const hold = (holdTime - keepaliveTime + left).toFixed(3);
    say(`    Hold timer:       ${hold}/${holdTime}`);
    say(`    Keepalive timer:  ${left.toFixed(3)}/${keepaliveTime}`);
  }
  if (protocol.lastError) {
    say(`    Last error:       ${protocol.lastError}`);
  }
  for (const channel of protocol.channels) {
    renderChannel(world, reply, protocol, channel);
  }
}
