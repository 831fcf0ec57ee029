import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { OidcState } from './OidcState';

/** The provider's storage of one model, kept in {@link OidcState}. */
export class StateAdapter implements Adapter {
  readonly #model: string;
  readonly #state: OidcState;

  constructor(model: string, state: OidcState) {
    this.#model = model;
    this.#state = state;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn: number) {
    this.#state.put(this.#key(id), payload, expiresIn);
  }

  async find(id: string) {
    return this.#state.find(this.#key(id));
  }

  async findByUid(uid: string) {
    return this.#findWhere('uid', uid);
  }

  async findByUserCode(userCode: string) {
    return this.#findWhere('userCode', userCode);
  }

  async consume(id: string) {
    const payload = this.#state.find(this.#key(id));
    if (payload) {
      const now = Math.floor(Date.now() / 1000);
      const left = payload.exp === undefined ? undefined : payload.exp - now;
      this.#state.put(this.#key(id), { ...payload, consumed: now }, left);
    }
  }

  async destroy(id: string) {
    this.#state.remove([this.#key(id)]);
  }

  /** Grants and sessions carry the grant's id differently, so only tokens match here. */
  async revokeByGrantId(grantId: string) {
    this.#state.remove(this.#state.keysWhere('grantId', grantId));
  }

  #findWhere(field: 'uid' | 'userCode', value: string) {
    const key = this.#state
      .keysWhere(field, value)
      .find(candidate => candidate.startsWith(`${this.#model}:`));
    return key === undefined ? undefined : this.#state.find(key);
  }

  #key(id: string) {
    return `${this.#model}:${id}`;
  }
}
