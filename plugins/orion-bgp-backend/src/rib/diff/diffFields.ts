import { AttributeType } from '../../attributes/attributeTypes';

/** In what two routes to one prefix differ, in the order of their bits. */
export const diffFields = [
  'bestPath',
  'nextHop',
  'asPath',
  'origin',
  'localPref',
  'med',
  'communities',
  'largeCommunities',
  'extendedCommunities',
  'otc',
  'other',
] as const;

/** One of {@link diffFields}. */
export type DiffField = (typeof diffFields)[number];

/** The bit of a field. */
export function fieldBit(field: DiffField): number {
  return 1 << diffFields.indexOf(field);
}

/** Names of the bits that are set. */
export function fieldsOf(bits: number): DiffField[] {
  return diffFields.filter(field => (bits & fieldBit(field)) !== 0);
}

const fieldOfType: { [type: number]: DiffField | undefined } = {
  [AttributeType.origin]: 'origin',
  [AttributeType.asPath]: 'asPath',
  [AttributeType.nextHop]: 'nextHop',
  [AttributeType.mpReach]: 'nextHop',
  [AttributeType.med]: 'med',
  [AttributeType.localPref]: 'localPref',
  [AttributeType.communities]: 'communities',
  [AttributeType.extendedCommunities]: 'extendedCommunities',
  [AttributeType.largeCommunities]: 'largeCommunities',
  [AttributeType.otc]: 'otc',
};

/** The field an attribute belongs to. */
export function fieldOf(type: number): DiffField {
  return fieldOfType[type] ?? 'other';
}
