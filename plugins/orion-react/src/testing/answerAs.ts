import { refusal, silence } from './refusal';

/**
 * How a backend behaves towards a page: it answers, never does, answers for
 * three seconds and then no more, fails, refuses, or is not there.
 *
 * @public
 */
export type Behaviour =
  | 'answers'
  | 'loading'
  | 'stale'
  | 'error'
  | 'denied'
  | 'silent';

/** Long enough for a page to have read everything once. */
const STALE_AFTER_MS = 3000;

/**
 * The same API with a backend behind it that behaves so. Counts from the first
 * call of any method.
 *
 * @public
 */
export function answerAs<T extends object>(behaviour: Behaviour, api: T): T {
  let firstAt: number | undefined;

  const failure = () => {
    firstAt ??= Date.now();
    switch (behaviour) {
      case 'error':
        return refusal(500, 'The database does not answer.');
      case 'denied':
        return refusal(403, 'Reading this needs a role.');
      case 'silent':
        return silence();
      case 'stale':
        return Date.now() - firstAt > STALE_AFTER_MS
          ? refusal(503, 'The upstream system does not answer.')
          : undefined;
      default:
        return undefined;
    }
  };

  return new Proxy(api, {
    get(target, name) {
      const method = Reflect.get(target, name);
      if (typeof method !== 'function') {
        return method;
      }
      return async (...args: unknown[]) => {
        if (behaviour === 'loading') {
          return new Promise(() => {});
        }
        const error = failure();
        if (error) {
          throw error;
        }
        return method.apply(target, args);
      };
    },
  });
}
