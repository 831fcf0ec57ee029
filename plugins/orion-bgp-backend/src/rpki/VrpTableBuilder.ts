import { grow } from '../rib/pool/grow';
import { FamilyVrps, VrpColumns } from './FamilyVrps';
import { VrpEntry, VrpTable } from './VrpTable';

/** Takes VRPs in any order and makes a table of them. */
export class VrpTableBuilder {
  readonly #anchors = [''];
  readonly #v4 = emptyColumns(4, this.#anchors);
  readonly #v6 = emptyColumns(6, this.#anchors);

  get count(): number {
    return this.#v4.count + this.#v6.count;
  }

  add({ prefix, maxLength, asn, trustAnchor, expires }: VrpEntry): void {
    const columns = prefix.family === 4 ? this.#v4 : this.#v6;
    const at = columns.count++;
    if (prefix.family === 4) {
      columns.address = grow(columns.address, at + 1);
      columns.address[at] = prefix.a;
    } else {
      columns.address = grow(columns.address, 4 * at + 4);
      columns.address[4 * at] = prefix.a;
      columns.address[4 * at + 1] = prefix.b;
      columns.address[4 * at + 2] = prefix.c;
      columns.address[4 * at + 3] = prefix.d;
    }
    columns.length = grow(columns.length, at + 1);
    columns.maxLength = grow(columns.maxLength, at + 1);
    columns.asn = grow(columns.asn, at + 1);
    columns.anchor = grow(columns.anchor, at + 1);
    columns.expires = grow(columns.expires, at + 1);
    columns.length[at] = prefix.length;
    columns.maxLength[at] = maxLength;
    columns.asn[at] = asn;
    columns.anchor[at] = this.#anchor(trustAnchor);
    columns.expires[at] = expires;
  }

  build(): VrpTable {
    return new VrpTable(new FamilyVrps(this.#v4), new FamilyVrps(this.#v6));
  }

  /** There are five; whatever comes after 255 has no name. */
  #anchor(name = ''): number {
    const known = this.#anchors.indexOf(name);
    if (known >= 0 || this.#anchors.length > 255) {
      return Math.max(known, 0);
    }
    return this.#anchors.push(name) - 1;
  }
}

function emptyColumns(family: 4 | 6, anchors: string[]): VrpColumns {
  return {
    family,
    count: 0,
    address: new Uint32Array(),
    length: new Uint8Array(),
    maxLength: new Uint8Array(),
    asn: new Uint32Array(),
    anchor: new Uint8Array(),
    anchors,
    expires: new Uint32Array(),
  };
}
