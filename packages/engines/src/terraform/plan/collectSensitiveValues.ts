import { JsonValue } from '@backstage/types';
import type { RawPlan } from './parsePlan';
import { childOf, isContainer, keysOf } from './values';

function addTexts(value: unknown, into: Set<string>) {
  if (isContainer(value)) {
    for (const key of keysOf(value)) addTexts(childOf(value, key), into);
  } else if (typeof value === 'string' && value !== '') {
    into.add(value);
  } else if (typeof value === 'number') {
    into.add(String(value));
  }
}

function addMasked(value: unknown, mask: unknown, into: Set<string>) {
  if (mask === true) {
    addTexts(value, into);
  } else if (isContainer(value) && isContainer(mask)) {
    for (const key of keysOf(mask)) {
      addMasked(childOf(value, key), childOf(mask, key), into);
    }
  }
}

/**
 * The text of everything the plan marks sensitive. `variables` repeats sensitive
 * ones in clear and unmarked; only the configuration says which those are.
 */
export function collectSensitiveValues(raw: RawPlan): string[] {
  const found = new Set<string>();
  const declared = raw.configuration?.root_module?.variables ?? {};
  for (const [name, { value }] of Object.entries(raw.variables)) {
    if (declared[name]?.sensitive) addTexts(value as JsonValue, found);
  }
  const changes = [
    ...raw.resource_changes.map(resource => resource.change),
    ...raw.resource_drift.map(resource => resource.change),
    ...Object.values(raw.output_changes),
  ];
  for (const change of changes) {
    addMasked(change.before, change.before_sensitive, found);
    addMasked(change.after, change.after_sensitive, found);
  }
  return [...found];
}
