import { ChangeSummary } from '@orion/backstage-plugin-orion-changes-common';

/**
 * Rows keep the places they have on the screen; what is new comes below them, so
 * that nothing moves away under a pointer.
 */
export function holdOrder(
  shown: readonly number[],
  items: readonly ChangeSummary[],
): ChangeSummary[] {
  const place = new Map(shown.map((id, index) => [id, index]));
  const at = ({ id }: ChangeSummary) => place.get(id) ?? shown.length;
  return [...items].sort((a, b) => at(a) - at(b));
}
