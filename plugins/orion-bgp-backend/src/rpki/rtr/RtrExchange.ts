import { AspaChanges } from './AspaChanges';
import {
  RtrErrorCode,
  RtrIntervals,
  RtrPdu,
  RtrProtocolError,
  RtrVersion,
} from './RtrPdu';
import { VrpChanges } from './VrpChanges';

/** A cache that says nothing for so long, although it was asked, is gone. */
const ANSWER_MS = 60_000;

/** The cache speaks an older version: connect again with it. */
export class Downgrade extends Error {}

/** What an exchange works with. */
export interface RtrExchangeDeps {
  version: RtrVersion;
  /** Where the last answer ended; undefined when there is nothing to go on from. */
  known: { session: number; serial: number } | undefined;
  /** Entries of an answer, and of what is known after it. */
  maxEntries: number;
  intervals(): RtrIntervals;
  send(pdu: RtrPdu): void;
  fail(error: Error): void;
  finish(
    changes: AnswerChanges,
    whole: boolean,
    pdu: Extract<RtrPdu, { type: 'end-of-data' }>,
  ): void;
  /** The cache is of an older version: the next connection speaks that. */
  downgrade(version: RtrVersion): void;
  /** Where the last answer ended is of no use to the cache. */
  forget(): void;
}

/** Of one answer. */
export interface AnswerChanges {
  vrps: VrpChanges;
  /** Empty below version 2. */
  aspas: AspaChanges;
}

function createChanges(most?: number): AnswerChanges {
  return { vrps: new VrpChanges(most), aspas: new AspaChanges(most) };
}

/** Questions and answers on one connection. */
export class RtrExchange {
  readonly #deps: RtrExchangeDeps;
  #known: { session: number; serial: number } | undefined;
  #timer?: NodeJS.Timeout;
  /** Of the answer being received. */
  #changes?: AnswerChanges;
  #asked: 'nothing' | 'everything' | 'changes' = 'nothing';
  /** A notify came while an answer was on its way. */
  #notified = false;

  constructor(deps: RtrExchangeDeps) {
    this.#deps = deps;
    this.#known = deps.known;
  }

  start(): void {
    this.#ask();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** @throws RtrProtocolError */
  receive(pdu: RtrPdu): void {
    this.#checkVersion(pdu);
    switch (pdu.type) {
      case 'serial-notify':
        this.#notified = true;
        if (this.#asked === 'nothing') {
          this.#ask();
        }
        break;
      case 'cache-response':
        this.#begin(pdu.session);
        break;
      case 'prefix':
        this.#answer(pdu.type).vrps.add({ ...pdu, expires: 0 }, pdu.announce);
        break;
      case 'aspa':
        this.#answer(pdu.type).aspas.add(pdu);
        break;
      case 'other':
        break;
      case 'end-of-data':
        this.#end(pdu);
        break;
      case 'cache-reset':
        this.#askEverything();
        break;
      case 'error-report':
        this.#fail(pdu.code, pdu.text);
        break;
      default:
        throw new RtrProtocolError(
          RtrErrorCode.invalidRequest,
          `a cache sends no ${pdu.type}`,
        );
    }
  }

  /** Something came: an answer on its way may take its time. */
  heard(): void {
    if (this.#changes) {
      this.#expectAnswer();
    }
  }

  /**
   * RFC 8210 §7: a cache of an older version answers in its own, or with an error.
   * Which one it speaks is not to be relied on in the error: StayRTR says 0.
   */
  #checkVersion(pdu: RtrPdu): void {
    const { version } = this.#deps;
    const isRefused =
      pdu.type === 'error-report' &&
      pdu.code === RtrErrorCode.unsupportedVersion;
    const isOlder = pdu.type !== 'error-report' && pdu.version < version;
    if (version > 0 && (isRefused || isOlder)) {
      const next = (isOlder ? pdu.version : version - 1) as RtrVersion;
      this.#deps.downgrade(next);
      throw new Downgrade(`the cache speaks no version ${version}`);
    }
    if (pdu.version !== version && pdu.type !== 'error-report') {
      throw new RtrProtocolError(
        RtrErrorCode.unexpectedVersion,
        `the cache changed to version ${pdu.version}`,
      );
    }
  }

  #ask(): void {
    const { version } = this.#deps;
    if (!this.#known) {
      this.#askEverything();
      return;
    }
    this.#asked = 'changes';
    this.#notified = false;
    this.#deps.send({ version, type: 'serial-query', ...this.#known });
    this.#expectAnswer();
  }

  #askEverything(): void {
    this.#asked = 'everything';
    this.#known = undefined;
    this.#changes = undefined;
    this.#notified = false;
    this.#deps.send({ version: this.#deps.version, type: 'reset-query' });
    this.#expectAnswer();
  }

  #begin(session: number): void {
    if (this.#asked === 'nothing') {
      throw new RtrProtocolError(
        RtrErrorCode.invalidRequest,
        'the cache answered without being asked',
      );
    }
    if (this.#asked === 'changes' && this.#known?.session !== session) {
      // RFC 8210 §5.1: another session, so what we know is of no use to it.
      this.#askEverything();
      return;
    }
    this.#changes = createChanges(this.#deps.maxEntries);
  }

  #answer(what: string): AnswerChanges {
    if (!this.#changes) {
      // An answer to a question that was taken back; see #begin.
      if (this.#asked === 'everything') {
        return createChanges();
      }
      throw new RtrProtocolError(
        RtrErrorCode.corruptData,
        `a ${what} came outside an answer`,
      );
    }
    return this.#changes;
  }

  #end(pdu: Extract<RtrPdu, { type: 'end-of-data' }>): void {
    const isStale = !this.#changes && this.#asked === 'everything';
    const changes = this.#answer(pdu.type);
    if (isStale) {
      return;
    }
    const whole = this.#asked === 'everything';
    this.#changes = undefined;
    this.#asked = 'nothing';
    this.#known = { session: pdu.session, serial: pdu.serial };
    this.#deps.finish(changes, whole, pdu);
    if (this.#notified) {
      this.#ask();
      return;
    }
    clearTimeout(this.#timer);
    const refreshMs = this.#deps.intervals().refresh * 1000;
    this.#timer = setTimeout(() => this.#ask(), refreshMs);
  }

  #fail(code: number, text: string): void {
    if (
      this.#asked === 'changes' &&
      code !== RtrErrorCode.noDataAvailable &&
      code !== RtrErrorCode.unsupportedVersion
    ) {
      // StayRTR says so to whoever names a session of before its restart.
      this.#deps.forget();
    }
    const reason =
      code === RtrErrorCode.noDataAvailable
        ? 'it has no data yet'
        : `it reports error ${code}`;
    this.#deps.fail(new Error(text ? `${reason}: ${text}` : reason));
  }

  #expectAnswer(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => this.#deps.fail(new Error('it does not answer')),
      ANSWER_MS,
    );
  }
}
