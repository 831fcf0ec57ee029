import { SessionStanding } from '../../SessionAction';
import { CrossingOrder, SendingStep } from './CrossingOrder';
import { StepWatch, takeStep } from './takeStep';
import { watchSent } from './watchSent';

/**
 * Takes a step after which somebody speaks, and looks for what must not go out from the
 * moment it is established, which is long before a full table has come in.
 *
 * @throws SentTooMuchError at once, and what {@link takeStep} throws
 */
export async function takeSendingStep(
  order: CrossingOrder,
  step: SendingStep,
  watch: StepWatch,
  silenceMs: number,
): Promise<void> {
  const over = new AbortController();
  let begin = () => {};
  const established = new Promise<void>(resolve => {
    begin = resolve;
  });
  const leak = established
    .then(() => watchSent(order, step, over.signal))
    // Where it only ends, the step has.
    .then(() => new Promise<never>(() => {}));
  const looked = (seen: SessionStanding) => {
    if (seen.state === 'established') {
      begin();
    }
  };
  const mayGoOn = async () => !over.signal.aborted && (await watch.mayGoOn());
  try {
    await Promise.race([
      takeStep(order, step, { ...watch, looked, mayGoOn }, silenceMs),
      leak,
    ]);
  } finally {
    // Whichever lost does nothing any more.
    over.abort();
  }
}
