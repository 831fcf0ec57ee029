import { Digit, digitsOf, radixSort } from './radixSort';
import { Rows } from './Rows';

/**
 * The places of rows in the order of prefix, session and path identifier;
 * where these are equal only the last one that came.
 */
export function sortRows(rows: Rows): Uint32Array {
  const digits: Digit[] = rows.pathId ? digitsOf(rows.pathId) : [];
  digits.push({ column: rows.session }, { column: rows.length });
  for (let word = rows.width - 1; word >= 0; word--) {
    digits.push(...digitsOf(rows.address, rows.width, word));
  }
  return dropRepeated(rows, radixSort(rows.count, digits));
}

function dropRepeated(rows: Rows, order: Uint32Array): Uint32Array {
  let kept = 0;
  for (let at = 0; at < order.length; at++) {
    if (kept > 0 && rows.compareRow(order[kept - 1], rows, order[at]) === 0) {
      kept--;
    }
    order[kept++] = order[at];
  }
  return kept === order.length ? order : order.slice(0, kept);
}
