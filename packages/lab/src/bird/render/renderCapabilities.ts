import { BgpChannel, BgpSession, SpeakerCapability } from '../../bgp/types';
import { Reply } from '../Reply';

/** What BIRD itself announces. */
const own: SpeakerCapability[] = [
  'route-refresh',
  'graceful-restart',
  '4-octet-as',
  'enhanced-refresh',
  'long-lived-graceful-restart',
];

/** The capabilities of one side of an established session. */
export function renderCapabilities(
  reply: Reply,
  { channels, neighborCapabilities, role }: BgpSession,
  side: 'local' | 'neighbor',
): void {
  const local = side === 'local';
  const has = new Set(local ? own : neighborCapabilities);
  const say = (text: string) => reply.line(1006, `      ${text}`);
  // BIRD lists families by their numbers.
  const families = (which: BgpChannel[]) =>
    which
      .map(({ family }) => ` ${family}`)
      .sort()
      .join('');
  const paths = (way: 'rx' | 'tx') =>
    families(
      channels.filter(({ addPath }) => addPath === way || addPath === 'both'),
    );
  say('Multiprotocol');
  say(`  AF announced:${families(channels)}`);
  if (has.has('route-refresh')) {
    say('Route refresh');
  }
  if (has.has('graceful-restart')) {
    say('Graceful restart');
  }
  if (has.has('4-octet-as')) {
    say('4-octet AS numbers');
  }
  if (channels.some(({ addPath }) => addPath)) {
    say('ADD-PATH');
    // What one side sends the other one receives.
    say(`  RX:${paths(local ? 'rx' : 'tx')}`);
    say(`  TX:${paths(local ? 'tx' : 'rx')}`);
  }
  if (has.has('enhanced-refresh')) {
    say('Enhanced refresh');
  }
  if (has.has('long-lived-graceful-restart')) {
    say('Long-lived graceful restart');
  }
  if (role) {
    say(`Role: ${local ? role.local : role.remote}`);
  }
}
