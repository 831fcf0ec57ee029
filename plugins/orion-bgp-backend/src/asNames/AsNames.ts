import { stat } from 'node:fs/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { AsNameSource } from '@orion/backstage-plugin-orion-bgp-common';
import { BUNDLED_DATE, bundledNames } from './bundledNames';
import { readAsNames } from './readAsNames';
import { reservedName } from './reservedName';

const LOOK_MS = 30_000;

interface FileState {
  /** Time of change and size of what was read or refused last. */
  mark?: string;
  names?: ReadonlyMap<number, string>;
  changedAt?: Date;
  error?: string;
}

/**
 * Names of autonomous systems: the operator's file, else the bundled list. The
 * file is looked at when somebody asks, and read again when it changed; while
 * it cannot be read, the names of before stay.
 */
export class AsNames {
  readonly #file: string | undefined;
  readonly #logger: Pick<LoggerService, 'warn'>;
  readonly #now: () => number;
  #state: FileState = {};
  #lookedAt = -Infinity;
  #looking?: Promise<void>;

  constructor(options: {
    file?: string;
    logger: Pick<LoggerService, 'warn'>;
    now?: () => number;
  }) {
    this.#file = options.file;
    this.#logger = options.logger;
    this.#now = options.now ?? Date.now;
  }

  /** Names of those that have one, and where they come from. */
  async find(
    asns: number[],
  ): Promise<{ items: { asn: number; name: string }[]; source: AsNameSource }> {
    await this.#look();
    const names = this.#state.names ?? bundledNames;
    return {
      items: [...new Set(asns)].flatMap(asn => {
        const name = names.get(asn) ?? reservedName(asn);
        return name === undefined ? [] : [{ asn, name }];
      }),
      source: this.#source(names.size),
    };
  }

  #source(count: number): AsNameSource {
    const { names, changedAt, error } = this.#state;
    return names
      ? { from: 'file', date: changedAt!.toISOString(), count, error }
      : { from: 'bundled', date: BUNDLED_DATE, count, error };
  }

  /** One look at a time, whoever asks meanwhile. */
  #look(): Promise<void> {
    if (this.#file !== undefined && this.#now() - this.#lookedAt >= LOOK_MS) {
      this.#lookedAt = this.#now();
      this.#looking = this.#readIfChanged(this.#file);
    }
    return this.#looking ?? Promise.resolve();
  }

  async #readIfChanged(file: string): Promise<void> {
    let mark = 'none';
    try {
      const { mtime, size } = await stat(file);
      mark = `${mtime.getTime()} ${size}`;
      if (mark !== this.#state.mark) {
        const names = await readAsNames(file);
        this.#state = { mark, names, changedAt: mtime };
      }
    } catch (error) {
      const { message } = error as Error;
      if (mark !== this.#state.mark || message !== this.#state.error) {
        this.#logger.warn(`Names of autonomous systems: ${message}`);
      }
      // Not read again before it changes.
      this.#state = { ...this.#state, mark, error: message };
    }
  }
}
