import {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import {
  Entity,
  isUserEntity,
  parseEntityRef,
  RELATION_MEMBER_OF,
  RELATION_CHILD_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';

/** Who somebody is today, from the catalog and never from a token. */
export interface Membership {
  userRef: string;
  email?: string;
  /** Direct groups and their parents. */
  groups: string[];
}

/**
 * Resolves groups at the moment they matter: at submit, at approval, and again
 * at the claim for the apply.
 */
export class MembershipResolver {
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;

  constructor(deps: { catalog: CatalogService; auth: AuthService }) {
    this.#catalog = deps.catalog;
    this.#auth = deps.auth;
  }

  /** @throws NotAllowedError when the catalog no longer knows the user. */
  async resolve(userRef: string): Promise<Membership> {
    const credentials = await this.#auth.getOwnServiceCredentials();
    const user = await this.#catalog.getEntityByRef(userRef, { credentials });
    if (!user || !isUserEntity(user)) {
      throw new NotAllowedError(`The catalog does not know ${userRef}`);
    }
    const groups = await this.#groupsWithParents(
      directGroups(user),
      credentials,
    );
    return { userRef, email: user.spec.profile?.email, groups };
  }

  async #groupsWithParents(
    start: string[],
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    const seen = new Set<string>();
    let wave = start;
    while (wave.length > 0) {
      wave.forEach(ref => seen.add(ref));
      const { items } = await this.#catalog.getEntitiesByRefs(
        { entityRefs: wave },
        { credentials },
      );
      wave = items
        .flatMap(group => (group ? parents(group) : []))
        .filter(ref => !seen.has(ref));
    }
    return [...seen].sort();
  }
}

function directGroups(user: Entity): string[] {
  return (user.relations ?? [])
    .filter(relation => relation.type === RELATION_MEMBER_OF)
    .map(relation => stringifyEntityRef(parseEntityRef(relation.targetRef)));
}

function parents(group: Entity): string[] {
  return (group.relations ?? [])
    .filter(relation => relation.type === RELATION_CHILD_OF)
    .map(relation => stringifyEntityRef(parseEntityRef(relation.targetRef)));
}
