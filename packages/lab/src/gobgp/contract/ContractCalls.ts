import { GobgpCaller } from '../GobgpCaller';
import type { GobgpApiVersion } from '../loadGobgpService';
import type { ContractTarget } from './contractTarget';
import { neighbor } from './requests';

const binary = {
  enable_only_binary: true,
  enable_nlri_binary: true,
  enable_attribute_binary: true,
};

/** What every part of the contract asks the daemon, over one connection. */
export class ContractCalls {
  readonly given: () => ContractTarget;
  #caller: GobgpCaller | undefined;

  constructor(given: () => ContractTarget) {
    this.given = given;
  }

  get api(): GobgpApiVersion {
    return this.given().api;
  }

  /** Opened by the first test: before that there is no daemon. */
  get caller(): GobgpCaller {
    this.#caller ??= new GobgpCaller(this.given());
    return this.#caller;
  }

  async list(request: object) {
    return (await this.caller.list('ListPath', { ...binary, ...request })).map(
      ({ destination }) => destination,
    );
  }

  async prefixes(request: object) {
    return (await this.list(request)).map(({ prefix }) => prefix).sort();
  }

  async peer() {
    return (await this.caller.list('ListPeer', { address: neighbor }))[0].peer;
  }

  close(): void {
    this.#caller?.close();
  }
}

/** Why a call was refused; `undefined` when it was not. */
export function failure(promise: Promise<unknown>) {
  return promise.then(
    () => undefined,
    error => ({ code: error.code, details: error.details }),
  );
}

/** Type and value in hexadecimal: flags and the size of the length are GoBGP's choice. */
export function plain(attribute: Buffer): string {
  const value = attribute.subarray(attribute[0] % 32 >= 16 ? 4 : 3);
  return `${attribute[1]}: ${value.toString('hex')}`;
}

/** Waits until it is so; throws after 20 seconds. */
export async function until(
  done: () => boolean | Promise<boolean>,
): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await done())) {
    if (Date.now() > end) {
      throw new Error('it did not happen');
    }
    await new Promise(resolve => {
      setTimeout(resolve, 50);
    });
  }
}
