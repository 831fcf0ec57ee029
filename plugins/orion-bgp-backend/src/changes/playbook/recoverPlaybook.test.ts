import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { JsonObject } from '@backstage/types';
import { PlannedPlaybook } from './PlaybookKind';
import { digestOfRunning, PlaybookSight } from './PlaybookSight';
import { recoverPlaybook } from './recoverPlaybook';

function file(runs: string) {
  return { before: '', after: '', runs, shall: 'after' };
}

const planned: PlannedPlaybook = {
  digest: 'd1',
  pins: { playbooks: 'p1' },
  runs: digestOfRunning({ bird: file('before') }),
  files: {},
  sessions: [],
  established: [],
  judged: '',
  announcements: [],
  mostForeign: 0,
  untouched: [],
  imports: [],
  lasting: false,
};
const sight = (
  digest: string,
  tasks: string[],
  runs = 'after',
): PlaybookSight => ({
  digest,
  files: { bird: file(runs) },
  pins: {},
  sessions: [],
  changed: tasks.map(task => ({ task } as never)),
});

describe('recoverPlaybook', () => {
  let facts: JsonObject;
  let sessions: Partial<SessionReading>[];
  let denial: string | undefined;
  let notAsBefore: string;

  const recover = (
    seen: PlaybookSight,
    more: { mayTryAgain?: boolean; planned?: PlannedPlaybook } = { planned },
  ) =>
    recoverPlaybook(
      {
        facts,
        // A method, as that of the pipeline.
        async saveFacts(patch) {
          Object.assign(this.facts, patch);
        },
      },
      {
        router: { id: 'gw1' } as never,
        access: { settleMs: 50, holdMs: 600_000 } as never,
        planned: more.planned,
        focus: { session: 'ix_v6', becomes: 'up' },
        mayTryAgain: more.mayTryAgain ?? true,
        readSessions: async () => sessions as SessionReading[],
        check: async () => seen,
        findNotAsBefore: async () => notAsBefore,
        findDenial: async () => denial,
      },
    );

  beforeEach(() => {
    facts = {
      startedAt: '2026-11-26T11:59:00Z',
      takenAt: '2026-11-26T12:00:00Z',
    };
    sessions = [{ name: 'ix_v6', state: 'established' }];
    denial = undefined;
    notAsBefore = '';
  });

  it('knows that what was never planned was never done', async () => {
    const { next } = await recover(sight('x', []), { planned: undefined });
    expect(next).toBe('absent');
  });

  it('waits until the router has confirmed or taken back, and looks then', async () => {
    facts = { startedAt: '2026-11-26T11:59:00Z' };
    const seen = sight('d1', ['What BIRD would run']);
    expect(await recover(seen)).toMatchObject({ next: 'wait' });
    expect(await recover(seen)).toMatchObject({ next: 'wait' });
    await new Promise(resolve => setTimeout(resolve, 60));
    // BIRD runs it, and the file it starts from does not have it.
    expect(await recover(seen)).toMatchObject({ next: 'needs-attention' });
    sessions = [];
    expect(await recover(seen)).toMatchObject({ next: 'absent' });
  });

  it('goes on with what was never started, unless it may not be done any more', async () => {
    facts = {};
    const seen = sight('d1', ['What BIRD would run']);
    expect(await recover(seen)).toMatchObject({
      next: 'apply',
      message: 'It was interrupted before Ansible was started.',
    });
    denial = 'he_v6 is the only way out.';
    expect(await recover(seen)).toMatchObject({
      next: 'absent',
      message:
        'It was interrupted before Ansible was started. he_v6 is the only way out.',
    });
  });

  it('goes on where all of it is there and the session is up', async () => {
    expect(await recover(sight('d2', []))).toMatchObject({ next: 'verify' });
    expect(facts.takesBack).toBeUndefined();
  });

  it('takes a session back that is there and not up, within the attempts', async () => {
    sessions = [{ name: 'ix_v6', state: 'active' as never }];
    expect(await recover(sight('d2', []))).toMatchObject({ next: 'apply' });
    expect(facts.takesBack).toBe(true);
    expect(
      await recover(sight('d2', []), { planned, mayTryAgain: false }),
    ).toMatchObject({ next: 'needs-attention' });
  });

  it('leaves what is neither before nor after to a person, by name', async () => {
    const verdict = await recover(sight('d3', ['Packet filter']));
    expect(verdict.next).toBe('needs-attention');
    expect(verdict.message).toContain('Packet filter');
  });

  it('gives back what was cut off between two daemons, once', async () => {
    facts = { startedAt: '2026-11-26T11:59:00Z', quietAt: 1 };
    const files = {
      bird: { runs: 'old', shall: 'new' },
      gobgp: { runs: 'old', shall: 'new' },
    };
    const cut = (bird: string, gobgp: string): PlaybookSight => ({
      ...sight('d3', ['What GoBGP would run']),
      files: { bird: file(bird), gobgp: file(gobgp) },
    });
    const halfway = { planned: { ...planned, files } };
    // Neither of this change nor of before.
    expect(await recover(cut('new', 'strange'), halfway)).toMatchObject({
      next: 'needs-attention',
    });
    // The packet filter lets more in meanwhile than before and after: the router knows.
    const wide = cut('new', 'old');
    wide.files.filter = file('wide');
    expect(await recover(wide, halfway)).toMatchObject({ next: 'apply' });
    delete facts.takesBack;
    facts.quietAt = 1;
    expect(
      await recover(cut('new', 'old'), { ...halfway, mayTryAgain: false }),
    ).toMatchObject({ next: 'needs-attention' });
    expect(await recover(cut('new', 'old'), halfway)).toMatchObject({
      next: 'apply',
      message: expect.stringMatching(/cut off halfway: gw1 is given back/),
    });
    expect(facts.takesBack).toBe(true);
    expect(await recover(cut('new', 'old'), halfway)).toMatchObject({
      next: 'needs-attention',
    });
  });

  it('gives back what did not hold, once, and says what ran before runs again', async () => {
    facts.notHeld = '192.0.2.0/24 not out.';
    expect(await recover(sight('d2', []))).toMatchObject({
      next: 'apply',
      message: expect.stringContaining('192.0.2.0/24 not out.'),
    });
    // Inventory and NetBox may say another thing by now: what counts is what runs.
    sessions = [];
    const seen = sight('d9', ['Other'], 'before');
    notAsBefore = '192.0.2.0/24 not out over he_v6 on gw1';
    expect(await recover(seen)).toMatchObject({ next: 'wait' });
    await new Promise(resolve => setTimeout(resolve, 60));
    expect(await recover(seen)).toMatchObject({
      next: 'needs-attention',
      message: expect.stringMatching(
        /not as it was\. 192\.0\.2\.0\/24 not out/,
      ),
    });
    Object.assign(facts, { backAt: '2026-11-26T12:02:00Z' });
    notAsBefore = '';
    expect(await recover(seen)).toMatchObject({
      next: 'absent',
      message: expect.stringMatching(/did not hold and was taken back/),
    });
  });

  describe('what the router holds until it is confirmed', () => {
    // Files are what daemons start from: those from before.
    const seen = sight('d1', ['What BIRD would run'], 'before');
    const inMinutes = (minutes: number) => Date.now() + minutes * 60_000;

    it('is verified, and is there while the session is', async () => {
      facts.heldUntil = inMinutes(5);
      expect(await recover(seen)).toMatchObject({ next: 'verify' });
      facts.confirmedAt = '2026-11-26T12:01:00Z';
      expect(await recover(sight('d2', []))).toMatchObject({ next: 'verify' });
    });

    it('is given back where it does not hold, which files do not prove', async () => {
      Object.assign(facts, { holds: true, heldUntil: inMinutes(5) });
      facts.notHeld = '192.0.2.0/24 not out.';
      expect(await recover(seen)).toMatchObject({
        next: 'apply',
        message: expect.stringContaining('192.0.2.0/24 not out.'),
      });
      expect(facts.takesBack).toBe(true);
      // No run of taking back came to its end.
      facts.backFailed = 'another run is at it';
      expect(await recover(seen)).toMatchObject({
        next: 'wait',
        message: expect.stringMatching(
          /may run what was planned until .*Taking it back failed: another run/,
        ),
      });
      facts.backAt = '2026-11-26T12:02:00Z';
      expect(await recover(seen)).toMatchObject({
        next: 'wait',
        message: expect.stringContaining('ix_v6 is on gw1'),
      });
      sessions = [];
      expect(await recover(seen)).toMatchObject({
        next: 'absent',
        message: expect.stringMatching(/did not hold and was taken back/),
      });
    });

    it('has no proof by files after a taking back that failed until its time is over', async () => {
      Object.assign(facts, { holds: true, takesBack: true });
      facts.heldUntil = inMinutes(-0.5);
      sessions = [];
      expect(await recover(seen)).toMatchObject({ next: 'wait' });
      facts.heldUntil = inMinutes(-1.1);
      expect(await recover(seen)).toMatchObject({ next: 'absent' });
    });

    it('is looked at once its time is over, where nobody knows whether it was confirmed', async () => {
      facts.heldUntil = inMinutes(0.5);
      expect(await recover(seen)).toMatchObject({
        next: 'wait',
        message: expect.stringMatching(/Nobody confirmed in time/),
      });
      facts.heldUntil = inMinutes(-2);
      // It was: it is what the router starts from.
      expect(await recover(sight('d2', []))).toMatchObject({ next: 'verify' });
      sessions = [];
      expect(facts.takesBack).toBeUndefined();
    });

    it('is no proof of absence before the router has taken it back', async () => {
      sessions = [];
      facts.heldUntil = inMinutes(0.5);
      const person = { planned, mayTryAgain: false };
      expect(await recover(seen, person)).toMatchObject({
        next: 'needs-attention',
        message: expect.stringMatching(/takes it back by itself then/),
      });
      expect(facts.takesBack).toBeUndefined();
      facts.heldUntil = inMinutes(-5);
      expect(await recover(seen, person)).toMatchObject({ next: 'absent' });
    });

    it('is given back where a run was cut off, and nobody knows how far it came', async () => {
      facts = { startedAt: '2026-11-26T11:59:00Z', holds: true };
      // What was begun on the router may come to its end by itself.
      expect(await recover(seen)).toMatchObject({ next: 'wait' });
      await new Promise(resolve => setTimeout(resolve, 60));
      // Files prove nothing to a person before the router has taken it back.
      expect(Number(facts.quietAt)).toBeGreaterThan(inMinutes(10));
      expect(
        await recover(seen, { planned, mayTryAgain: false }),
      ).toMatchObject({ next: 'wait' });
      expect(await recover(seen)).toMatchObject({
        next: 'apply',
        message: expect.stringMatching(/cut off.*given back what it ran/),
      });
      expect(facts.takesBack).toBe(true);
      sessions = [];
      expect(await recover(seen)).toMatchObject({ next: 'wait' });
      facts.backAt = '2026-11-26T12:02:00Z';
      expect(await recover(seen)).toMatchObject({
        next: 'absent',
        message: expect.stringMatching(/was cut off and was taken back: gw1/),
      });
    });

    it('is nothing where the router never kept anything to give back', async () => {
      facts = { startedAt: '2026-11-26T11:59:00Z', holds: false };
      Object.assign(facts, { takesBack: true, cutOff: true });
      sessions = [];
      expect(await recover(seen)).toMatchObject({
        next: 'absent',
        message: expect.stringMatching(/^It was cut off: gw1 runs what/),
      });
    });
  });

  it('says what runs where it could not be given back', async () => {
    Object.assign(facts, {
      notHeld: 'he_v6 is Active.',
      takesBack: true,
      backFailed: 'somebody configured it since',
    });
    expect(await recover(sight('d2', []))).toMatchObject({
      next: 'needs-attention',
      message: expect.stringMatching(
        /gw1 runs what was planned, all of it.*he_v6 is Active\..*Taking it back failed: somebody configured it since/,
      ),
    });
    expect(await recover(sight('d3', ['BIRD']))).toMatchObject({
      next: 'needs-attention',
      message: expect.stringMatching(/neither.*somebody configured it since/),
    });
  });

  it('does not take back what writes a cut-over down', async () => {
    facts.notHeld = 'he_v6 is Active.';
    const verdict = await recover(sight('d2', []), {
      planned: { ...planned, lasting: true },
    });
    expect(verdict).toMatchObject({
      next: 'needs-attention',
      message: expect.stringContaining('would undo the cut-over'),
    });
    expect(facts.takesBack).toBeUndefined();
  });
});
