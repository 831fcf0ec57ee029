import { FaultSwitches } from '../shared/control';

/** The faults the simulated NetBox can have. */
export const NETBOX_FAULTS = [
  'down',
  'slow',
  'status500',
  'lostAnswer',
  'readOnly',
] as const;

export type NetboxFault = (typeof NETBOX_FAULTS)[number];

/** What a request meets before and after NetBox handles it. */
export class NetboxFaults extends FaultSwitches<NetboxFault> {
  constructor() {
    super(NETBOX_FAULTS);
  }

  /** `down` without `times` takes the port away; with it, single connections. */
  get portClosed(): boolean {
    const down = this.peek('down');
    return Boolean(down && down.mode !== 'hang' && down.times === undefined);
  }

  /** Uses a fault that may be limited to a method and a part of the path. */
  hits(name: NetboxFault, method: string, path: string) {
    return this.take(
      name,
      ({ method: m, path: p }) =>
        (typeof m !== 'string' || m.toUpperCase() === method) &&
        (typeof p !== 'string' || path.includes(p)),
    );
  }
}
