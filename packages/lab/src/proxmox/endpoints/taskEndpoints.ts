import { everyone } from '../access/permissions';
import { flag, Params } from '../http/params';
import { PveError } from '../http/PveError';
import { Call, Endpoint, WithTotal } from '../http/Router';
import { parseUpid } from '../tasks/upid';
import { TaskState } from '../types';

/** The tasks of a node. */
export const taskEndpoints: Endpoint[] = [
  {
    method: 'GET',
    path: '/nodes/{node}/tasks',
    params: {
      start: 'int?',
      limit: 'int?',
      userfilter: 'string?',
      typefilter: 'string?',
      statusfilter: 'string?',
      vmid: 'vmid?',
      errors: 'bool?',
      source: 'active|archive|all?',
      since: 'int?',
      until: 'int?',
    },
    permission: everyone,
    run: call => {
      const { params, path } = call;
      const found = visibleTasks(call).filter(
        ({ task }) => task.node === path.node && fits(task, params),
      );
      const start = Number(params.start ?? 0);
      const page = found.slice(start, start + Number(params.limit ?? 50));
      return new WithTotal(
        page.map(({ row }) => row),
        found.length,
      );
    },
  },
  {
    method: 'GET',
    path: '/nodes/{node}/tasks/{upid}',
    permission: everyone,
    run: call => {
      getTask(call);
      return [{ name: 'log' }, { name: 'status' }];
    },
  },
  {
    method: 'DELETE',
    path: '/nodes/{node}/tasks/{upid}',
    permission: everyone,
    run: call => {
      const task = getTask(call, 'Sys.Modify');
      call.world.tasks.interrupt(task.upid);
      return null;
    },
  },
  {
    method: 'GET',
    path: '/nodes/{node}/tasks/{upid}/status',
    permission: everyone,
    run: call => {
      const task = getTask(call);
      const running = task.exitstatus === undefined;
      return {
        ...identity(task),
        status: running ? 'running' : 'stopped',
        ...(running ? {} : { exitstatus: task.exitstatus }),
      };
    },
  },
  {
    method: 'GET',
    path: '/nodes/{node}/tasks/{upid}/log',
    params: { start: 'int?', limit: 'int?', download: 'bool?' },
    permission: everyone,
    run: call => {
      const { log } = getTask(call);
      const start = Number(call.params.start ?? 0);
      const limit = Number(call.params.limit ?? 50);
      // 0 means all of it, in PVE as well.
      const end = limit > 0 ? start + limit : undefined;
      const lines = log
        .slice(start, end)
        .map((t, index) => ({ n: start + index + 1, t }));
      return new WithTotal(
        lines.length ? lines : [{ n: 1, t: 'no content' }],
        log.length,
      );
    },
  },
];

/** Tasks the caller may see, newest first, with the row that shows them. */
export function visibleTasks({ world, caller }: Call) {
  return world.tasks
    .list()
    .filter(
      task =>
        isOwn(caller.id, task) ||
        world.access.has(caller, `/nodes/${task.node}`, 'Sys.Audit'),
    )
    .map(task => {
      const { tokenid, ...rest } = identity(task);
      return {
        task,
        row: {
          ...rest,
          ...(tokenid ? { tokenid } : {}),
          ...(task.endtime === undefined ? {} : { endtime: task.endtime }),
          status: task.exitstatus ?? 'RUNNING',
        },
      };
    });
}

function identity(task: TaskState) {
  const { upid, node, pid, pstart, starttime, type, id } = task;
  const [user, tokenid] = task.user.split('!');
  return {
    upid,
    node,
    pid,
    pstart,
    starttime,
    type,
    id,
    user,
    ...(tokenid ? { tokenid } : {}),
  };
}

/** A token may see and stop what its user started, and the reverse. */
function isOwn(caller: string, task: TaskState): boolean {
  return caller === task.user || caller === task.user.split('!')[0];
}

function getTask(
  { world, caller, path }: Call,
  privilege = 'Sys.Audit',
): TaskState {
  const parts = parseUpid(path.upid);
  if (!parts) {
    throw PveError.params({
      upid: `unable to parse worker upid '${path.upid}'`,
    });
  }
  const task = world.tasks.find(path.upid);
  if (!task || task.node !== path.node) {
    throw PveError.params({ upid: 'no such task' });
  }
  if (!isOwn(caller.id, task)) {
    world.access.check(caller, `/nodes/${task.node}`, privilege);
  }
  return task;
}

function fits(task: TaskState, params: Params): boolean {
  const running = task.exitstatus === undefined;
  const failed = !running && !/^(OK|WARNINGS: \d+)$/.test(task.exitstatus!);
  const source = params.source ?? 'archive';
  return (
    (source === 'all' || (source === 'active') === running) &&
    (!params.vmid || task.id === params.vmid) &&
    (!params.typefilter || task.type === params.typefilter) &&
    (!params.userfilter || task.user.includes(params.userfilter)) &&
    (!flag(params.errors) || failed) &&
    (!params.since || task.starttime >= Number(params.since)) &&
    (!params.until || task.starttime <= Number(params.until)) &&
    (!params.statusfilter || statusFits(task, params.statusfilter))
  );
}

function statusFits(task: TaskState, filter: string): boolean {
  const status = task.exitstatus ?? 'unknown';
  const kind = /^WARNINGS/.test(status)
    ? 'warning'
    : (status === 'OK' && 'ok') || (status === 'unknown' && status) || 'error';
  return filter.split(',').includes(kind);
}
