import { z } from 'zod';

const diff = z.object({
  path: z.string(),
  before: z.string(),
  after: z.string(),
  cut: z.boolean(),
});

const event = z.discriminatedUnion('event', [
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

/** Content before and after a task, as `--diff` shows it. @public */
export type AnsibleDiff = z.infer<typeof diff>;

/** What a playbook says while it runs. @public */
export type AnsibleEvent = z.infer<typeof event>;

/** One task on one host. `hidden` where `no_log` keeps its content back. @public */
export type AnsibleResult = Extract<AnsibleEvent, { event: 'result' }>;

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
