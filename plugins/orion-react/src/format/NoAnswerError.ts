/** A question that was neither answered nor refused, as when packets are dropped. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';

  /** @param waitedMs - how long an answer was waited for, at least */
  constructor(readonly waitedMs: number) {
    super(
      `ORION has not answered for more than ${Math.round(waitedMs / 1000)} s`,
    );
  }
}
