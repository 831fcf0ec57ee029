/**
 * When the validator made its output, as `metadata` says: `generatedTime` and
 * `generated` of Routinator, `buildtime` of rpki-client and StayRTR.
 *
 * @returns Unix milliseconds; undefined when it does not say.
 */
export function readGeneratedAt(metadata: unknown): number | undefined {
  const { generatedTime, generated, buildtime } = metadata as {
    [name: string]: unknown;
  };
  for (const text of [generatedTime, buildtime]) {
    const at = typeof text === 'string' ? Date.parse(text) : NaN;
    if (at > 0) {
      return at;
    }
  }
  return typeof generated === 'number' && generated > 0
    ? generated * 1000
    : undefined;
}
