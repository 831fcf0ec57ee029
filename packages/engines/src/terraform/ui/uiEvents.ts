import { Diagnostic } from '../types';

/** One line of the `-json` stream, as far as ORION uses it. @public */
export type UiEvent =
  | { type: 'version'; version: string }
  | {
      type: 'planned-change';
      address: string;
      action: string;
      reason?: string;
    }
  | { type: 'drift'; address: string; action: string }
  | { type: 'refresh'; address: string; done: boolean }
  | {
      type: 'apply';
      address: string;
      action: string;
      phase: 'started' | 'running' | 'done' | 'failed';
      elapsedSeconds?: number;
      id?: string;
    }
  | { type: 'provision'; address: string; provisioner: string; phase: string }
  | { type: 'summary'; summary: ChangeSummary }
  | { type: 'diagnostic'; diagnostic: Diagnostic }
  | { type: 'outputs'; names: string[] };

/**
 * The engine's own counts. A replacement counts in both `add` and `remove`.
 *
 * @public
 */
export interface ChangeSummary {
  /** Which command gave the counts. */
  operation: 'plan' | 'apply' | 'destroy';
  /** Objects to create, or created. */
  add: number;
  /** Objects updated in place. */
  change: number;
  /** Objects taken over; 0 where the engine does not say it. */
  import: number;
  /** Objects to destroy, or destroyed. */
  remove: number;
}

type Line = Record<string, any>;

const applyPhases: Record<string, 'started' | 'running' | 'done' | 'failed'> = {
  apply_start: 'started',
  apply_progress: 'running',
  apply_complete: 'done',
  apply_errored: 'failed',
};

export function readDiagnostic(found: Line): Diagnostic {
  return {
    severity: found.severity === 'warning' ? 'warning' : 'error',
    summary: String(found.summary ?? ''),
    detail: String(found.detail ?? ''),
    ...(found.address && { address: String(found.address) }),
    // Not the snippet: it repeats values of expressions.
    ...(found.range && {
      file: String(found.range.filename),
      line: Number(found.range.start?.line),
    }),
  };
}

function readApply(line: Line): UiEvent {
  const { resource, action, elapsed_seconds, id_value } = line.hook;
  return {
    type: 'apply',
    address: String(resource.addr),
    action: String(action),
    phase: applyPhases[line.type],
    ...(elapsed_seconds !== undefined && { elapsedSeconds: elapsed_seconds }),
    ...(id_value !== undefined && { id: String(id_value) }),
  };
}

function readChange(line: Line): UiEvent {
  const { resource, action, reason } = line.change;
  const address = String(resource.addr);
  if (line.type === 'resource_drift') return { type: 'drift', address, action };
  return {
    type: 'planned-change',
    address,
    action,
    ...(reason && { reason: String(reason) }),
  };
}

function readSummary({ changes }: Line): UiEvent {
  const { operation, add, change, remove } = changes;
  const summary = {
    operation,
    add,
    change,
    remove,
    import: changes.import ?? 0,
  };
  return { type: 'summary', summary };
}

function readProvision({ type, hook }: Line): UiEvent {
  return {
    type: 'provision',
    address: String(hook.resource.addr),
    provisioner: String(hook.provisioner),
    phase: type.slice('provision_'.length),
  };
}

const readers: Record<string, (line: Line) => UiEvent> = {
  version: line => ({
    type: 'version',
    version: String(line.terraform ?? line.tofu),
  }),
  planned_change: readChange,
  resource_drift: readChange,
  change_summary: readSummary,
  refresh_start: ({ hook }) => ({
    type: 'refresh',
    address: String(hook.resource.addr),
    done: false,
  }),
  refresh_complete: ({ hook }) => ({
    type: 'refresh',
    address: String(hook.resource.addr),
    done: true,
  }),
  provision_start: readProvision,
  provision_complete: readProvision,
  provision_errored: readProvision,
  diagnostic: line => ({
    type: 'diagnostic',
    diagnostic: readDiagnostic(line.diagnostic),
  }),
  // Names only: values may be anything.
  outputs: line => ({
    type: 'outputs',
    names: Object.keys(line.outputs ?? {}).sort(),
  }),
};
for (const type of Object.keys(applyPhases)) readers[type] = readApply;

/**
 * Reads one line; `undefined` for types ORION does not use and for lines that
 * are not the engine's (a provider's crash is printed between them).
 */
export function readUiLine(text: string): UiEvent | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const line = JSON.parse(text) as Line;
    const reader = Object.hasOwn(readers, line.type)
      ? readers[line.type]
      : undefined;
    return reader?.(line);
  } catch {
    // Cut off by the engine's death, or another shape of a known type: progress
    // is for people, results come from exit code, plan and state.
    return undefined;
  }
}
