import { CrossingOrder, CrossingStep } from './CrossingOrder';

/**
 * Who can speak with a neighbor where the one that is to speak again cannot be
 * asked: the session that took over from it, or was to. Undefined where the first
 * one was to be silent and never proven so, as two would speak then, and where the
 * other one speaks all along.
 *
 * @param step - of the way back
 * @param proven - how many steps of the order are
 */
export function findInstead(
  { restore, steps }: Pick<CrossingOrder, 'restore' | 'steps'>,
  step: CrossingStep,
  proven: number,
): CrossingStep | undefined {
  const other = restore[restore.indexOf(step) - 1];
  const isOf = ({ router, session }: CrossingStep) =>
    router === step.router && session === step.session;
  const silenced = steps.filter(one => isOf(one) && one.verb === 'disable');
  const last = steps.slice(0, proven).filter(isOf).at(-1);
  const maySpeak = silenced.length === 0 || last?.verb === 'disable';
  return step.verb === 'enable' && other?.verb === 'disable' && maySpeak
    ? { ...other, verb: 'enable', until: 'enabled' }
    : undefined;
}
