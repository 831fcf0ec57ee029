import { FaultOptions, FaultSwitches } from '../shared/control';

/** Every fault the BIRD simulator can be told to have; README.md explains each. */
export const birdFaultNames = [
  'hang',
  'halfLine',
  'dropConnection',
  'refuse',
  'garbage',
  'hugeAnswer',
  'slow',
  'clockStep',
  'kernelLacks',
] as const;

export type BirdFaultName = (typeof birdFaultNames)[number];

/** The switches, each of which may be limited to commands that contain a text. */
export class BirdFaults extends FaultSwitches<BirdFaultName> {
  constructor() {
    super(birdFaultNames);
  }

  /** Uses a fault when it is on and its `command` fits. */
  hits(name: BirdFaultName, command: string): FaultOptions | undefined {
    return this.take(
      name,
      ({ command: part }) => typeof part !== 'string' || command.includes(part),
    );
  }

  /** How far the router's clock is wrong. */
  get stepMs(): number {
    return Number(this.peek('clockStep')?.seconds ?? 0) * 1000;
  }
}
