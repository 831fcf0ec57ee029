import { ProxmoxFaults } from '../faults';
import { TaskState } from '../types';
import { formatUpid } from './upid';

/** What the work of a task may do while it runs. */
export interface TaskContext {
  log(line: string): void;
  /** Waits; never returns when the simulator stops or the task is stopped. */
  sleep(ms: number): Promise<void>;
  /** A problem that ends the task as `WARNINGS: n` instead of `OK`. */
  warn(line: string): void;
}

export type TaskWork = (context: TaskContext) => Promise<void>;

const keptTasks = 1000;

/**
 * Runs tasks and keeps what became of them. A task's sleep is the only place
 * where it can be interrupted, so state between two sleeps changes at once.
 */
export class TaskManager {
  readonly #deps: {
    tasks: () => TaskState[];
    nextPid: () => number;
    changed: () => void;
    faults: ProxmoxFaults;
  };
  readonly #cancel = new Map<string, (reason: string) => void>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #stopped = false;
  #generation = 0;

  constructor(deps: {
    tasks: () => TaskState[];
    nextPid: () => number;
    changed: () => void;
    faults: ProxmoxFaults;
  }) {
    this.#deps = deps;
  }

  /** Starts the work and returns its UPID. `undo` runs when it is stopped by hand. */
  start(
    about: { node: string; type: string; id: string | number; user: string },
    work: TaskWork,
    undo: () => void = () => undefined,
  ): string {
    const now = Date.now();
    const parts = {
      node: about.node,
      pid: this.#deps.nextPid(),
      pstart: Math.floor(process.uptime() * 100) + 0x100000,
      starttime: Math.floor(now / 1000),
      type: about.type,
      id: String(about.id),
      user: about.user,
    };
    const task: TaskState = { ...parts, upid: formatUpid(parts), log: [] };
    const tasks = this.#deps.tasks();
    tasks.push(task);
    this.#forgetOld(tasks);
    this.#run(task, work, undo);
    this.#deps.changed();
    return task.upid;
  }

  find(upid: string): TaskState | undefined {
    return this.#deps.tasks().find(task => task.upid === upid);
  }

  /** Newest first. */
  list(): TaskState[] {
    return [...this.#deps.tasks()].reverse();
  }

  /** Stops a running task as `DELETE tasks/{upid}` does. */
  interrupt(upid: string): void {
    this.#cancel.get(upid)?.('interrupted by signal');
  }

  /** Tasks a dead process left behind; their locks stay, as on a real node. */
  adoptAfterRestart(): void {
    for (const task of this.#deps.tasks()) {
      if (task.exitstatus === undefined) {
        task.exitstatus = 'unexpected status';
        task.endtime = Math.floor(Date.now() / 1000);
      }
    }
    this.#deps.changed();
  }

  /** Forgets all running work; used when the whole state is replaced. */
  abandonAll(): void {
    this.#generation += 1;
    this.#clearTimers();
    this.#cancel.clear();
  }

  /** Freezes all work for good; nothing of it changes the state any more. */
  stop(): void {
    this.abandonAll();
    this.#stopped = true;
  }

  #clearTimers() {
    this.#timers.forEach(timer => clearTimeout(timer));
    this.#timers.clear();
  }

  #run(task: TaskState, work: TaskWork, undo: () => void) {
    let warnings = 0;
    let ended = false;
    const generation = this.#generation;
    const dead = () =>
      ended || this.#stopped || generation !== this.#generation;
    const end = (exitstatus: string, last: string) => {
      if (dead()) {
        return;
      }
      ended = true;
      this.#cancel.delete(task.upid);
      task.log.push(last);
      task.exitstatus = exitstatus;
      task.endtime = Math.floor(Date.now() / 1000);
      this.#deps.changed();
    };
    this.#cancel.set(task.upid, reason => {
      undo();
      end(reason, `TASK ERROR: ${reason}`);
    });
    const context: TaskContext = {
      log: line => task.log.push(line),
      warn: line => {
        warnings += 1;
        task.log.push(`WARN: ${line}`);
      },
      sleep: ms =>
        new Promise(resolve => {
          const timer = setTimeout(() => {
            this.#timers.delete(timer);
            if (!dead()) {
              resolve();
            }
          }, ms);
          this.#timers.add(timer);
        }),
    };
    work(context).then(
      () => {
        warnings += this.#faultyWarnings(task);
        if (warnings > 0) {
          end(`WARNINGS: ${warnings}`, `TASK WARNINGS: ${warnings}`);
        } else {
          end('OK', 'TASK OK');
        }
      },
      error => {
        const [text] = String(error?.message ?? error).split('\n');
        end(text, `TASK ERROR: ${text}`);
      },
    );
  }

  #faultyWarnings(task: TaskState): number {
    const fault = this.#deps.faults.take(
      'taskWarnings',
      ({ type }) => type === undefined || type === task.type,
    );
    if (!fault) {
      return 0;
    }
    const count = Number(fault.count ?? 1);
    for (let n = 0; n < count; n += 1) {
      task.log.push(`WARN: ${fault.log ?? 'simulated warning'}`);
    }
    return count;
  }

  #forgetOld(tasks: TaskState[]) {
    for (let n = tasks.length - keptTasks; n > 0; n -= 1) {
      const at = tasks.findIndex(task => task.exitstatus !== undefined);
      if (at < 0) {
        return;
      }
      tasks.splice(at, 1);
    }
  }
}
