import { AttributeType } from '../../attributes/attributeTypes';
import { formatCommunity } from '../../attributes/formatCommunities';
import { formatExtendedCommunity } from '../../attributes/formatExtendedCommunity';
import { readWord } from './asPathBytes';
import { AttributeColumn } from './AttributeColumn';
import { BitSet } from './BitSet';
import { ByteInterner } from './ByteInterner';
import {
  CommunityPattern,
  communitySizes,
  compileCommunity,
} from './CommunityPattern';
import { PostingIndex } from './PostingIndex';
import { WorkBudget } from './WorkBudget';

const MAX_COMMUNITIES = 1 << 14;
/** More sets than this behind the index are not looked at one by one. */
const MAX_TAIL = 1 << 16;

const typeOfKind = {
  standard: AttributeType.communities,
  extended: AttributeType.extendedCommunities,
  large: AttributeType.largeCommunities,
} as const;
const sizeOfType: { [type: number]: number | undefined } = {
  [AttributeType.communities]: communitySizes.standard,
  [AttributeType.extendedCommunities]: communitySizes.extended,
  [AttributeType.largeCommunities]: communitySizes.large,
};

/** Distinct sets of communities, of all kinds together, and which has which. */
export class CommunityColumn extends AttributeColumn {
  /** Attribute type and value of each community in the index. */
  #known = new ByteInterner();
  readonly #key = new Uint8Array(1 + communitySizes.large);
  #index?: PostingIndex;

  override get byteLength(): number {
    return (
      super.byteLength + this.#known.byteLength + (this.#index?.byteLength ?? 0)
    );
  }

  /** Sets with a community that fits. @throws SearchTooCostlyError */
  with(pattern: CommunityPattern, budget = new WorkBudget()): BitSet {
    const fits = compileCommunity(pattern);
    const type = typeOfKind[pattern.kind];
    return this.#where(
      budget,
      (itsType, bytes, at) => itsType === type && fits(bytes, at),
    );
  }

  /**
   * Sets with a community whose text, as people read it, passes; each is asked for once.
   *
   * @throws SearchTooCostlyError
   */
  withText(passes: (text: string) => boolean, budget: WorkBudget): BitSet {
    const known = new Map<string, boolean>();
    return this.#where(budget, (type, bytes, at) => {
      const size = sizeOfType[type] ?? 0;
      const value = bytes.subarray(at, at + size);
      const key = `${type} ${value}`;
      let does = known.get(key);
      if (does === undefined) {
        does = passes(textOf(type, value));
        known.set(key, does);
      }
      return does;
    });
  }

  #where(
    budget: WorkBudget,
    fits: (type: number, bytes: Uint8Array, at: number) => boolean,
  ): BitSet {
    const found = new BitSet(this.count);
    const index = this.#indexed(MAX_TAIL);
    const tried = this.#known.count + this.count - index.size;
    budget.spendOnTerm({ tried, found: 0 });
    for (let id = 0; id < this.#known.count; id++) {
      const bytes = this.#known.chunkOf(id);
      const at = this.#known.startOf(id);
      if (fits(bytes[at], bytes, at + 1)) {
        const postings = index.postings(id);
        budget.spendOnTerm({ tried: 0, found: postings.length });
        found.addAll(postings);
      }
    }
    for (let set = index.size; set < this.count; set++) {
      const bytes = this.chunkOf(set);
      this.#eachCommunity(set, (type, at) => {
        if (fits(type, bytes, at)) {
          found.add(set);
        }
      });
    }
    return found;
  }

  override index(): void {
    super.index();
    this.#indexed(this.count >> 4);
  }

  override compact(live: BitSet): Uint32Array {
    this.#index = undefined;
    this.#known = new ByteInterner();
    return super.compact(live);
  }

  #indexed(maxTail: number): PostingIndex {
    if (!this.#index || this.count - this.#index.size > maxTail) {
      // The old one goes first: two at a time would need twice the room.
      this.#index = undefined;
      this.#index = PostingIndex.build(
        this.count,
        MAX_COMMUNITIES,
        (set, keys) => this.#keysOf(set, keys),
      );
    }
    return this.#index;
  }

  #keysOf(set: number, keys: Uint32Array): number {
    const bytes = this.chunkOf(set);
    let count = 0;
    this.#eachCommunity(set, (type, at, size) => {
      this.#key[0] = type;
      for (let byte = 0; byte < size; byte++) {
        this.#key[1 + byte] = bytes[at + byte];
      }
      keys[count++] = this.#known.intern(this.#key, 0, 1 + size);
    });
    return count;
  }

  #eachCommunity(
    set: number,
    visit: (type: number, at: number, size: number) => void,
  ): void {
    this.eachAttribute(set, (type, from, to) => {
      const size = sizeOfType[type];
      for (let at = from; size && at + size <= to; at += size) {
        visit(type, at, size);
      }
    });
  }
}

function textOf(type: number, value: Uint8Array): string {
  switch (type) {
    case AttributeType.communities:
      return formatCommunity(readWord(value, 0));
    case AttributeType.largeCommunities:
      return [0, 4, 8].map(at => readWord(value, at)).join(':');
    default:
      return formatExtendedCommunity(value);
  }
}
