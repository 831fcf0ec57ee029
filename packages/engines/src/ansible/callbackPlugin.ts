/**
 * What tells a playbook's progress: one JSON object a line on standard output.
 * Ansible's own output is made for terminals, and its JSON comes at the end
 * alone. Results pass Ansible's `no_log` before they get here.
 */
export const CALLBACK_NAME = 'orion_events';

/** Characters of each side of a difference; more is cut and said so. */
export const MAX_DIFF_CHARACTERS = 512 * 1024;

/** Python 3.9 or newer, for ansible-core 2.15 and later. */
export const callbackPlugin = `
from __future__ import annotations

import json
import re

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = '''
name: ${CALLBACK_NAME}
type: stdout
short_description: one JSON object for each event
description: Progress and differences of a playbook, for a program to read.
'''

MAX = ${MAX_DIFF_CHARACTERS}


def text(value):
    return value if isinstance(value, str) else json.dumps(value, default=str, indent=1)


# Of a session in BIRD and in GoBGP. Ansible hides files it knows to have some; one
# from before may have them where the new one has not.
SECRET = re.compile(r'((?:password|secret|auth-password)\\s*=?\\s*)"[^"\\n]*"')


def masked(content):
    return SECRET.sub(r'\\1"***"', content)


def sides(result):
    found = result.get('diff') or []
    for one in found if isinstance(found, list) else [found]:
        if not isinstance(one, dict) or not ('before' in one or 'after' in one):
            continue
        before, after = masked(text(one.get('before') or '')), masked(text(one.get('after') or ''))
        if before == after:
            continue
        yield {
            # What is after it comes from a temporary file of a new name each time.
            'path': str(result.get('dest') or result.get('path') or one.get('before_header') or ''),
            'before': before[:MAX],
            'after': after[:MAX],
            'cut': len(before) > MAX or len(after) > MAX,
        }


def message(result):
    said = [text(result[key]) for key in ('msg', 'stderr', 'reason') if result.get(key)]
    for item in result.get('results') or []:
        if isinstance(item, dict) and item.get('failed') and item.get('msg'):
            said.append(text(item['msg']))
    return '\\n'.join(said)


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = 'stdout'
    CALLBACK_NAME = '${CALLBACK_NAME}'

    def say(self, event, **more):
        print(json.dumps({'event': event, **more}, default=str), flush=True)

    def result(self, result, status, ignored=False):
        data = result._result
        hidden = bool(data.get('censored'))
        # What a playbook tells whoever runs it.
        debug = str(result._task.action).split('.')[-1] == 'debug'
        self.say(
            'result',
            host=result._host.get_name(),
            task=result._task.get_name().strip(),
            status=status,
            ignored=ignored,
            hidden=hidden,
            message=message(data)[: MAX if debug else 8000] if not hidden and (debug or status in ('failed', 'unreachable')) else '',
            diff=[] if hidden else list(sides(data)),
            stdout='' if hidden else text(data.get('stdout') or '')[:8000],
        )

    def v2_playbook_on_play_start(self, play):
        self.say('play', name=play.get_name().strip())

    def v2_playbook_on_task_start(self, task, is_conditional):
        self.say('task', name=task.get_name().strip(), action=str(task.action))

    def v2_playbook_on_handler_task_start(self, task):
        self.say('task', name=task.get_name().strip(), action=str(task.action))

    def v2_runner_on_ok(self, result):
        self.result(result, 'changed' if result._result.get('changed') else 'ok')

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self.result(result, 'failed', bool(ignore_errors))

    def v2_runner_on_skipped(self, result):
        self.result(result, 'skipped')

    def v2_runner_on_unreachable(self, result):
        self.result(result, 'unreachable')

    def v2_playbook_on_stats(self, stats):
        hosts = {host: stats.summarize(host) for host in sorted(stats.processed)}
        self.say('stats', hosts=hosts)
`;
