import { SessionInput } from './input';
import { denialText } from './lastPath/judgeLastPath';
import { SessionSight } from './planSession';
import { secondSpeakerText } from './secondSpeaker';

/** A sentence for what must not be done as things stand: for a plan and whenever it is judged again. */
export function denialOf(
  input: Pick<SessionInput, 'router' | 'session'>,
  { loss, others, session }: SessionSight,
): string | undefined {
  if (loss && !loss.verdict.allowed) {
    return denialText(loss.verdict, loss.facts);
  }
  return others && secondSpeakerText(input, session, others);
}
