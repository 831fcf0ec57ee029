import { z } from 'zod';

/** Content before and after a task, as `--diff` shows it. @public */
export interface AnsibleDiff {
  /** On the host; empty where Ansible names none. */
  path: string;
  before: string;
  after: string;
  /** One of them is longer than what is kept. */
  cut: boolean;
}

/** One task on one host. @public */
export interface AnsibleResult {
  event: 'result';
  host: string;
  /** With its role in front, as `bird2 : Configuration`. */
  task: string;
  status: 'ok' | 'changed' | 'skipped' | 'failed' | 'unreachable';
  /** It failed, and the playbook goes on. */
  ignored: boolean;
  /** `no_log` keeps its content back. */
  hidden: boolean;
  /** Why it failed, or what the module `debug` said. */
  message: string;
  diff: AnsibleDiff[];
  /** Of a command. */
  stdout: string;
}

/** What a playbook says while it runs. @public */
export type AnsibleEvent =
  | { event: 'play'; name: string }
  | { event: 'task'; name: string; action: string }
  | AnsibleResult
  /** At the end; counts by host, such as `changed`. */
  | { event: 'stats'; hosts: Record<string, Record<string, number>> };

const diff = z.object({
  path: z.string(),
  before: z.string(),
  after: z.string(),
  cut: z.boolean(),
});

const event: z.ZodType<AnsibleEvent> = z.discriminatedUnion('event', [
  z.object({ event: z.literal('play'), name: z.string() }),
  z.object({ event: z.literal('task'), name: z.string(), action: z.string() }),
  z.object({
    event: z.literal('result'),
    host: z.string(),
    task: z.string(),
    status: z.enum(['ok', 'changed', 'skipped', 'failed', 'unreachable']),
    ignored: z.boolean(),
    hidden: z.boolean(),
    message: z.string(),
    diff: z.array(diff),
    stdout: z.string(),
  }),
  z.object({
    event: z.literal('stats'),
    hosts: z.record(z.string(), z.record(z.string(), z.number())),
  }),
]);

/**
 * Reads one line of a playbook's standard output; undefined for what is no
 * event, such as a warning of Python.
 *
 * @public
 */
export function parseAnsibleEvent(line: string): AnsibleEvent | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return event.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
