import { BgpSession, BgpWorld } from '../bgp';

/** Counts how often each session left Established. */
export class FlopCounter {
  readonly #world: BgpWorld;
  readonly #counts = new Map<string, number>();
  readonly #up = new Set<string>();

  constructor(world: BgpWorld) {
    this.#world = world;
    this.update();
  }

  of({ name }: BgpSession): number {
    return this.#counts.get(name) ?? 0;
  }

  update(): void {
    for (const { name, state } of this.#world.state.sessions) {
      if (state === 'established') {
        this.#up.add(name);
      } else if (this.#up.delete(name)) {
        this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
      }
    }
  }
}
