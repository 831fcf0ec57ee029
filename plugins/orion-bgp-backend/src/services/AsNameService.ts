import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { AsNameList } from '@orion/backstage-plugin-orion-bgp-common';
import { AsNames } from '../asNames/AsNames';
import { parseAsn } from '../attributes/parseAsn';
import { BgpAccess } from './BgpAccess';

/** Far more than one page of routes has. */
const MAX_ASNS = 500;

/** Names of autonomous systems, for who may see sessions. */
export class AsNameService {
  readonly #deps: { access: BgpAccess; names: AsNames };

  static create(deps: { access: BgpAccess; names: AsNames }): AsNameService {
    return new AsNameService(deps);
  }

  private constructor(deps: { access: BgpAccess; names: AsNames }) {
    this.#deps = deps;
  }

  /** @param text - numbers with commas. @throws InputError, NotAllowedError */
  async find(
    text: string,
    credentials: BackstageCredentials,
  ): Promise<AsNameList> {
    const { access, names } = this.#deps;
    await access.assertReadsSessions(credentials);
    const words = text.split(',').filter(Boolean);
    if (words.length > MAX_ASNS) {
      throw new InputError(`asns: at most ${MAX_ASNS} numbers`);
    }
    return names.find(
      words.map(word => {
        const asn = /^\d{1,10}$/.test(word) ? parseAsn(word) : undefined;
        if (asn === undefined) {
          throw new InputError(`asns: "${word.slice(0, 20)}" is no AS number`);
        }
        return asn;
      }),
    );
  }
}
