import { Diagnostic } from '../types';
import { ChangeSummary, UiEvent } from './uiEvents';

/** One resource instance, as far as the log has told. @public */
export interface ResourceProgress {
  /** As the engine writes it. */
  address: string;
  /** The engine's word: `create`, `update`, `delete`, `replace`, ... */
  action: string;
  /** Goes on only: an apply that repeats its plan does not set it back. */
  state: 'planned' | 'running' | 'done' | 'failed';
  /** Of the running or finished step; missing before it starts. */
  elapsedSeconds?: number;
  /** The id the provider gave, once done. */
  id?: string;
  /**
   * Why the engine plans this action, in its own word, for example `tainted`.
   */
  reason?: string;
}

/** What a run's log says so far. @public */
export interface RunProgress {
  /** Missing until the first line of the stream. */
  engineVersion?: string;
  /** In the order they appeared. */
  resources: ResourceProgress[];
  /** What differs between state and world. */
  drift: { address: string; action: string }[];
  /** May repeat secret values: scrub before showing. */
  diagnostics: Diagnostic[];
  /** How many objects have been read so far. */
  refreshed: number;
  /** The last counts the stream gave: of the plan first, then of the apply. */
  summary?: ChangeSummary;
  /** Names only. */
  outputs: string[];
}

export const emptyProgress = (): RunProgress => ({
  resources: [],
  drift: [],
  diagnostics: [],
  refreshed: 0,
  outputs: [],
});

const states = {
  started: 'running',
  running: 'running',
  done: 'done',
  failed: 'failed',
} as const;

function resourceOf(progress: RunProgress, address: string, action: string) {
  let found = progress.resources.find(known => known.address === address);
  if (!found) {
    found = { address, action, state: 'planned' };
    progress.resources.push(found);
  }
  return found;
}

function applyApplyEvent(
  progress: RunProgress,
  event: Extract<UiEvent, { type: 'apply' }>,
) {
  const { address, action, phase, elapsedSeconds, id } = event;
  const resource = resourceOf(progress, address, action);
  resource.state = states[phase];
  if (elapsedSeconds !== undefined) resource.elapsedSeconds = elapsedSeconds;
  if (id !== undefined) resource.id = id;
}

/** Adds one event to the progress, in place. */
export function addUiEvent(progress: RunProgress, event: UiEvent): void {
  switch (event.type) {
    case 'version':
      progress.engineVersion = event.version;
      break;
    case 'planned-change': {
      // An apply repeats its plan; the state already reached stays.
      const resource = resourceOf(progress, event.address, event.action);
      if (event.reason) resource.reason = event.reason;
      break;
    }
    case 'drift':
      progress.drift.push({ address: event.address, action: event.action });
      break;
    case 'refresh':
      if (event.done) progress.refreshed += 1;
      break;
    case 'apply':
      applyApplyEvent(progress, event);
      break;
    case 'summary':
      progress.summary = event.summary;
      break;
    case 'diagnostic':
      progress.diagnostics.push(event.diagnostic);
      break;
    case 'outputs':
      progress.outputs = event.names;
      break;
    default:
      break;
  }
}
