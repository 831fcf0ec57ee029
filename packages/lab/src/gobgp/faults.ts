import { FaultSwitches } from '../shared/control';

/** The faults the simulated GoBGP can have. */
export const GOBGP_FAULTS = [
  'hang',
  'dropConnection',
  'halfAnswer',
  'unimplemented',
  'hugeAnswer',
  'errorCode',
  'mute',
  'down',
] as const;

export type GobgpFault = (typeof GOBGP_FAULTS)[number];

/** What a call meets; each fault may be limited to one `method`. */
export class GobgpFaults extends FaultSwitches<GobgpFault> {
  constructor() {
    super(GOBGP_FAULTS);
  }

  /** Nobody listens while `down` is on. */
  get portClosed(): boolean {
    return this.peek('down') !== undefined;
  }

  /** Subscriptions stay open, and tell nothing while `mute` is on. */
  get mute(): boolean {
    return this.peek('mute') !== undefined;
  }

  hits(name: GobgpFault, method: string) {
    return this.take(
      name,
      options => options.method === undefined || options.method === method,
    );
  }
}
