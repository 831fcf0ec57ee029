/**
 * One after the other: what is asked of a place that works its questions off in
 * order keeps nobody else waiting for more than one of them.
 */
export async function inTurn<T, R>(
  items: readonly T[],
  ask: (item: T) => Promise<R>,
): Promise<R[]> {
  const answers: R[] = [];
  for (const item of items) {
    answers.push(await ask(item));
  }
  return answers;
}
