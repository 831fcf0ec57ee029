import { readWholeOutput } from '../readWholeOutput';
import { MAX_LOG_BYTES } from '../terraform/types';
import { AnsibleResult, parseAnsibleEvent } from './ansibleEvents';

/** What a playbook did, or would do. @public */
export interface PlaybookResult {
  /** Tasks that changed something, in their order. */
  changed: AnsibleResult[];
  /** Tasks that failed and were not to be ignored. */
  failed: AnsibleResult[];
  /** What tasks of the module `debug` said, by their name. */
  told: Record<string, string>;
  /** False for a run that was cut off before its summary. */
  complete: boolean;
}

/**
 * Reads a run's output as far as it is there.
 *
 * @param dir - The run directory.
 * @throws Error when the output is longer than 10 MB.
 * @public
 */
export async function readPlaybookResult(dir: string): Promise<PlaybookResult> {
  const result: PlaybookResult = {
    changed: [],
    failed: [],
    told: {},
    complete: false,
  };
  const { text, tooLarge } = await readWholeOutput(
    dir,
    'stdout',
    MAX_LOG_BYTES,
  );
  if (tooLarge) {
    throw new Error(`The playbook wrote more than ${MAX_LOG_BYTES} bytes`);
  }
  for (const line of text.split('\n')) {
    const event = parseAnsibleEvent(line);
    if (event?.event === 'stats') {
      result.complete = true;
    } else if (event?.event === 'result') {
      if (event.status === 'changed') {
        result.changed.push(event);
      } else if (
        event.status === 'unreachable' ||
        (event.status === 'failed' && !event.ignored)
      ) {
        result.failed.push(event);
      } else if (event.message) {
        result.told[event.task] = event.message;
      }
    }
  }
  return result;
}
