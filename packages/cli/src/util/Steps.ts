/** One line per step, with the time since the launcher began. */
export class Steps {
  readonly #started =
    Number(process.env.ORION_STARTED ?? 0) * 1000 || Date.now();

  /** Runs a step and prints its line when it is done. */
  async run<T>(
    name: string,
    work: () => Promise<T>,
    tell?: (result: T) => string,
  ): Promise<T> {
    const began = Date.now();
    const result = await work();
    const took = ((Date.now() - began) / 1000).toFixed(1);
    this.say(name, `${tell?.(result) ?? 'done'} (${took} s)`);
    return result;
  }

  say(name: string, text: string): void {
    const elapsed = ((Date.now() - this.#started) / 1000).toFixed(0);
    process.stdout.write(
      `${elapsed.padStart(4)} s  ${name.padEnd(11)} ${text}\n`,
    );
  }
}
