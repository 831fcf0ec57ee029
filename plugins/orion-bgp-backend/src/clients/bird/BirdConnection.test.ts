import { ChildProcess, spawn } from 'node:child_process';
import { Duplex, PassThrough } from 'node:stream';
import { RouteSourceError } from '../../routes/RouteSourceError';
import { BirdConnection, BirdConnectionOptions } from './BirdConnection';
import { connectUnix } from './connectUnix';
import { TestDaemon } from './testDaemon';

const status = '1000-BIRD 2.0.12\n1011-Router ID is 192.0.2.1\n0013 Up\n';

describe('BirdConnection', () => {
  let daemon: TestDaemon;
  let connection: BirdConnection | undefined;

  beforeEach(async () => {
    daemon = await new TestDaemon().start();
    daemon.answers['show status'] = status;
  });
  afterEach(async () => {
    connection?.close();
    await daemon.stop();
  });

  const connect = async (options: Partial<BirdConnectionOptions> = {}) => {
    connection = await BirdConnection.connect({
      router: 'gw1',
      open: () => connectUnix(daemon.path),
      commandMs: 200,
      dumpMs: 400,
      ...options,
    });
    return connection;
  };
  const failure = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => undefined,
      reason => reason,
    );
    expect(error).toBeInstanceOf(RouteSourceError);
    return { problem: error.problem, message: error.message };
  };

  it('gives up its rights first and then asks', async () => {
    const { lines, end } = await (await connect()).lines({ kind: 'status' });
    expect(lines).toHaveLength(2);
    expect(end).toMatchObject({ code: 13, text: 'Up' });
    expect(daemon.asked).toEqual([
      'restrict',
      'timeformat "%s"',
      'show status',
    ]);
  });

  it('keeps its rights when told to', async () => {
    await connect({ restricted: false });
    expect(daemon.asked).toEqual(['timeformat "%s"']);
  });

  it('does not go on without the confirmation of BIRD', async () => {
    daemon.answers.restrict = '0000 \n';
    expect(await failure(connect())).toEqual({
      problem: 'protocol',
      message: 'gw1 did not confirm that ORION only reads: no reason (0000)',
    });
    daemon.answers.restrict = '9001 syntax error\n';
    expect(await failure(connect())).toMatchObject({ problem: 'refused' });
  });

  it('says that nobody listens', async () => {
    await daemon.stop();
    expect(await failure(connect())).toEqual({
      problem: 'connect',
      message: expect.stringContaining('gw1 cannot be reached: connect ENOENT'),
    });
  });

  it.each([
    ['never comes', () => {}, 'deadline', 'did not answer a connection'],
    ['is of another daemon', '0002 hello\n', 'protocol', 'does not greet'],
    ['is HTTP', 'HTTP/1.1 400\n', 'protocol', 'no reply'],
    [
      'is the end',
      (socket: { destroy(): void }) => socket.destroy(),
      'closed',
      'closed its control socket',
    ],
  ])(
    'does not wait for a greeting that %s',
    async (_, greeting, problem, text) => {
      daemon.greeting = greeting;
      expect(await failure(connect())).toEqual({
        problem,
        message: expect.stringContaining(text),
      });
    },
  );

  it.each([
    ['silence', () => {}],
    ['half a line', '1000-BIRD 2.0'],
    ['half an answer', '1000-BIRD 2.0.12\n'],
  ])('never uses a connection again after %s', async (_, answer) => {
    daemon.answers['show status'] = answer;
    const made = await connect();
    expect(await failure(made.lines({ kind: 'status' }))).toEqual({
      problem: 'deadline',
      message: 'gw1 did not answer "show status" within 0.2 s',
    });
    expect(made.usable).toBe(false);
    daemon.answers['show status'] = status;
    expect(await failure(made.lines({ kind: 'status' }))).toMatchObject({
      problem: 'deadline',
    });
  });

  it('gives dumps more time', async () => {
    daemon.answers['show protocols'] = socket => {
      setTimeout(() => socket.write('0000 \n'), 300);
    };
    const made = await connect();
    const { end } = await made.lines({ kind: 'protocols' }, { dump: true });
    expect(end.code).toBe(0);
  });

  it('bounds the bytes of one reply', async () => {
    daemon.answers['show protocols'] = `1002-${'x'.repeat(400)}\n`.repeat(10);
    const made = await connect({ maxReplyBytes: 2_000 });
    await made.lines({ kind: 'status' });
    expect(await failure(made.lines({ kind: 'protocols' }))).toEqual({
      problem: 'limit',
      message: 'gw1 sent more than 2000 bytes in one reply',
    });
    expect(made.usable).toBe(false);
  });

  it('passes a refusal on and stays usable', async () => {
    const made = await connect();
    daemon.answers['show protocols'] = '8003 No protocols match\n';
    expect(await failure(made.lines({ kind: 'protocols' }))).toEqual({
      problem: 'refused',
      message: 'gw1 refused "show protocols": No protocols match (8003)',
    });
    const options = { accept: [8003] };
    const { end } = await made.lines({ kind: 'protocols' }, options);
    expect(end.code).toBe(8003);
    expect(made.usable).toBe(true);
  });

  it('notices a daemon that goes away', async () => {
    const made = await connect();
    daemon.answers['show status'] = socket => {
      socket.write('1000-BIRD');
      socket.destroy();
    };
    expect(await failure(made.lines({ kind: 'status' }))).toMatchObject({
      problem: 'closed',
      message: expect.stringMatching(/^gw1 /),
    });
  });

  it('lets log lines pass and nothing else', async () => {
    const made = await connect();
    daemon.answers['show status'] = `+a log line\n${status}+half `;
    await made.lines({ kind: 'status' });
    daemon.shout('a line\n+another\n');
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(made.usable).toBe(true);
    daemon.shout('0000 \n');
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(await failure(made.lines({ kind: 'status' }))).toEqual({
      problem: 'protocol',
      message: 'gw1 sent something nobody had asked for',
    });
  });

  it('ends when the caller gives up', async () => {
    const made = await connect();
    daemon.answers['show status'] = () => {};
    const given = new AbortController();
    const waiting = made.lines({ kind: 'status' }, { signal: given.signal });
    given.abort();
    expect(await failure(waiting)).toEqual({
      problem: 'closed',
      message: 'gw1 was interrupted: cancelled',
    });
    expect(made.usable).toBe(false);
    const { signal } = given;
    expect(
      await failure(
        BirdConnection.connect(
          { router: 'gw1', open: () => connectUnix(daemon.path) },
          signal,
        ),
      ),
    ).toMatchObject({ problem: 'closed' });
  });

  it('destroys a stream that opens too late', async () => {
    const late = new PassThrough();
    const open = () =>
      new Promise<PassThrough>(resolve => {
        setTimeout(() => resolve(late), 250);
      });
    expect(await failure(connect({ open }))).toEqual({
      problem: 'deadline',
      message: 'gw1 did not take a connection within 0.2 s',
    });
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(late.destroyed).toBe(true);
  });

  it('works over the pipes of a command', async () => {
    const bridge =
      'const s = require("node:net").connect(process.argv[1]); process.stdin.pipe(s).pipe(process.stdout);';
    let child: ChildProcess | undefined;
    const made = await connect({
      commandMs: 10_000,
      open: async () => {
        const { stdin, stdout } = (child = spawn(
          process.execPath,
          ['-e', bridge, daemon.path],
          { stdio: ['pipe', 'pipe', 'inherit'] },
        ));
        return Duplex.from({ readable: stdout!, writable: stdin! });
      },
    });
    const { lines } = await made.lines({ kind: 'status' });
    expect(lines).toHaveLength(2);
    const ended = new Promise(resolve => {
      child!.once('exit', resolve);
    });
    made.close();
    await ended;
  });

  it('stops reading while the reader wants to wait', async () => {
    const big = `1007-${'x'.repeat(1000)}\n`.repeat(2_000);
    daemon.answers['show protocols'] = `${big}0000 \n`;
    const made = await connect();
    let pending = 0;
    let bytes = 0;
    let end: { code: number; text: string; rest: Uint8Array } | undefined;
    await made.run(
      { kind: 'protocols' },
      {
        get end() {
          return end;
        },
        push: async chunk => {
          expect(pending++).toBe(0);
          bytes += chunk.length;
          await new Promise(resolve => setImmediate(resolve));
          if (bytes === big.length + 6) {
            end = { code: 0, text: '', rest: new Uint8Array() };
          }
          pending--;
        },
      },
      { dump: true },
    );
    expect(bytes).toBe(big.length + 6);
  });

  it('breaks when a reader throws', async () => {
    const made = await connect();
    const reader = {
      end: undefined,
      push: () => {
        throw new Error('no room');
      },
    };
    expect(await failure(made.run({ kind: 'status' }, reader))).toEqual({
      problem: 'protocol',
      message: 'gw1 could not be read: no room',
    });
  });
});
