import { AspaCode } from '../../rpki/aspa/readAspaCode';
import { NeighborFact } from '../answer/NeighborFacts';
import { AspaColumn } from '../pool/AspaColumn';
import { SessionNames } from '../pool/SessionNames';
import { aspaBits, RowMeta } from './RowMeta';
import { Rows } from './Rows';

/** How a session's paths are judged; the rule is in the lower bits, the first AS above. */
const rules = { never: 0, unknown: 1, up: 2, down: 3, open: 4 } as const;
const RULE_BITS = 3;
/** The first AS is not looked at. */
const ANY_FIRST = 0x7ffffff;
/** An AS no path begins with. */
const NO_FIRST = 0x7fffffe;
const CODES = (1 << AspaCode.bits) - 1;

/** By rule and code: the bits of a row. */
const bitsOf = Uint8Array.from({ length: 8 << AspaCode.bits }, (_, index) =>
  verdict(index >>> AspaCode.bits, index & CODES),
);
const INVALID = aspaBits('invalid');

/**
 * Writes what ASPAs say into every row: of its path, by what the neighbor is to
 * us, as `verifyAspa` and who calls it decide.
 *
 * @param column - has judged every path.
 * @param facts - by session; undefined of those nobody knows anything of.
 */
export function judgeRows(
  rows: Rows,
  column: AspaColumn,
  names: SessionNames,
  facts: { [session: string]: NeighborFact | undefined },
): void {
  const sessions = new Uint32Array(names.count);
  for (let id = 0; id < names.count; id++) {
    const name = names.name(id);
    // What a router has by itself nobody sent.
    sessions[id] =
      name === ''
        ? (ANY_FIRST << RULE_BITS) | rules.never
        : ruleOf(facts[name], column);
  }
  const { words } = column;
  const { meta, path, session } = rows;
  for (let at = 0; at < rows.count; at++) {
    const word = words[path[at]];
    const rule = sessions[session[at]];
    const first = rule >>> RULE_BITS;
    const isHeard =
      first === ANY_FIRST ||
      first === word >>> AspaCode.bits ||
      (word & AspaCode.wrong) !== 0;
    const bits = isHeard
      ? bitsOf[((rule & 7) << AspaCode.bits) | (word & CODES)]
      : INVALID;
    meta[at] = (meta[at] & ~RowMeta.aspaMask) | bits;
  }
}

function ruleOf(fact: NeighborFact | undefined, column: AspaColumn): number {
  const any = ANY_FIRST << RULE_BITS;
  if (!fact?.relation || fact.internal) {
    return any | (fact?.internal ? rules.unknown : rules.open);
  }
  const { asn, relation } = fact;
  const rule = relation === 'provider' ? rules.down : rules.up;
  // A route server may leave its own AS out.
  return relation === 'route-server'
    ? any | rule
    : ((column.firstOf(asn) ?? NO_FIRST) << RULE_BITS) | rule;
}

function verdict(rule: number, code: number): number {
  switch (rule) {
    case rules.unknown:
      return aspaBits('unknown');
    case rules.open:
      return aspaBits((code & AspaCode.wrong) !== 0 ? 'invalid' : 'unknown');
    case rules.up:
    case rules.down: {
      const states = ['unknown', 'valid', 'invalid'] as const;
      const state =
        rule === rules.up
          ? code & AspaCode.upMask
          : (code & AspaCode.downMask) >> AspaCode.downShift;
      const wrong = (code & AspaCode.wrong) !== 0;
      return aspaBits(wrong ? 'invalid' : states[state] ?? 'unknown');
    }
    default:
      return 0;
  }
}
