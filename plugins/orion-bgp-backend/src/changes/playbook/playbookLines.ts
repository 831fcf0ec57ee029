import { basename } from 'node:path';
import { PlanLine } from '@orion/backstage-plugin-orion-changes-common';
import { AnsibleDiff, AnsibleResult } from '@orion/engines/ansible';
import { structuredPatch } from 'diff';

/** Of one file; a person reads no more before an approval. */
const MAX_HUNKS = 40;
const MAX_HUNK_LINES = 400;

/** What a playbook would change, a line for each file and each command. */
export function playbookLines(
  host: string,
  changed: AnsibleResult[],
): PlanLine[] {
  return changed.flatMap(result =>
    result.diff.length > 0
      ? result.diff.map(diff => fileLine(host, result.task, diff))
      : [plainLine(host, result)],
  );
}

function plainLine(host: string, { task, hidden }: AnsibleResult): PlanLine {
  return {
    action: 'change',
    address: `task.${host}.${task}`,
    title: titleOf(task),
    detail: hidden
      ? 'its content has passwords and is not shown'
      : 'without a difference to show',
    attributes: [],
  };
}

/** Ansible puts the role in front. */
function titleOf(task: string): string {
  return task.replace(/^[\w.-]+ : /, '');
}

function fileLine(host: string, task: string, diff: AnsibleDiff): PlanLine {
  const name = diff.path ? `${basename(diff.path)} on ${host}` : titleOf(task);
  const { hunks } = structuredPatch('', '', diff.before, diff.after, '', '', {
    context: 0,
  });
  const lines = hunks.flatMap(hunk => hunk.lines);
  const count = (sign: string) =>
    lines.filter(line => line.startsWith(sign)).length;
  const more = hunks.length - MAX_HUNKS;
  return {
    action: diff.before === '' ? 'add' : 'change',
    address: `file.${host}.${diff.path || task}`,
    title: `${name}: ${count('+')} lines more, ${count('-')} lines less`,
    detail:
      [
        ...(more > 0 ? [`${more} more places are not shown`] : []),
        ...(diff.cut ? ['the file is longer than what is compared'] : []),
      ].join('; ') || undefined,
    attributes: hunks.slice(0, MAX_HUNKS).map(hunk => ({
      path: `line ${hunk.newStart}`,
      before: side(hunk.lines, '-'),
      after: side(hunk.lines, '+'),
    })),
  };
}

/** The lines of one side; undefined where it has none of its own. */
function side(lines: string[], sign: '-' | '+'): string | undefined {
  const own = lines
    .filter(line => line.startsWith(sign))
    .map(line => line.slice(1))
    .slice(0, MAX_HUNK_LINES);
  return own.length > 0 ? own.join('\n') : undefined;
}
