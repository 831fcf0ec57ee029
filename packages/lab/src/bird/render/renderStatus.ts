import { BgpWorld } from '../../bgp/BgpWorld';
import { BirdClock } from '../BirdClock';
import { Reply } from '../Reply';

/** `show status` */
export function renderStatus({ state }: BgpWorld, clock: BirdClock): string {
  return new Reply()
    .line(1000, 'BIRD 2.0.12')
    .line(1011, `Router ID is ${state.routerId}`)
    .line(1011, `Hostname is ${state.hostname}`)
    .line(1011, `Current server time is ${clock.base()}`)
    .line(1011, `Last reboot on ${clock.base(state.startedAt)}`)
    .line(1011, `Last reconfiguration on ${clock.base(state.configuredAt)}`)
    .end(13, 'Daemon is up and running');
}
