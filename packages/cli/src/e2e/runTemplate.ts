import { setTimeout as sleep } from 'node:timers/promises';
import { PortalSession } from './PortalSession';

interface Task {
  status: 'open' | 'processing' | 'completed' | 'failed' | 'cancelled';
}
interface TaskEvent {
  type: string;
  body: { message: string; output?: { links?: { url: string }[] } };
}

const PATIENCE_MS = 90_000;

/**
 * Orders by a template, as its form does.
 *
 * @param values - what is filled in; what is left out is absent, as in the form.
 * @returns the number of the change that its task submitted.
 * @throws Error with what the task said, where it failed.
 */
export async function runTemplate(
  person: PortalSession,
  template: string,
  values: object,
): Promise<number> {
  const { status, body } = await person.call<{ id: string }>(
    'scaffolder/v2/tasks',
    { body: { templateRef: `template:default/${template}`, values } },
  );
  if (status !== 201) {
    throw new Error(`${template} answered ${status}: ${JSON.stringify(body)}`);
  }
  const path = `scaffolder/v2/tasks/${body.id}`;
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const { body: task } = await person.call<Task>(path);
    if (!['open', 'processing'].includes(task.status)) {
      break;
    }
    if (Date.now() > until) {
      throw new Error(`The task of ${template} is still ${task.status}`);
    }
    await sleep(250);
  }
  const { body: events } = await person.call<TaskEvent[]>(`${path}/events`);
  const end = events.find(({ type }) => type === 'completion');
  const id = /\/changes\/(\d+)$/.exec(end?.body.output?.links?.[0].url ?? '');
  if (!id) {
    const said = events.map(event => event.body.message).join('\n');
    throw new Error(`The task of ${template} submitted nothing: ${said}`);
  }
  return Number(id[1]);
}
