import type { PolicyRule } from '.';

/** How much beyond its target one change may touch. */
export const blastRadius: PolicyRule = {
  id: 'blast-radius',
  version: 1,
  evaluate: (
    { blastRadius: touched, counts, destructive },
    { maxBlastRadius },
  ) => {
    if (!touched || !counts) {
      return undefined;
    }
    if (touched.length > maxBlastRadius) {
      return {
        verdict: 'deny',
        message: `Touches ${touched.length} beyond its target (${touched
          .slice(0, 5)
          .join(', ')}); the limit is ${maxBlastRadius}.`,
      };
    }
    if (!destructive && counts.destroy + counts.replace > 0) {
      return {
        verdict: 'deny',
        message: `Would destroy ${counts.destroy} and replace ${counts.replace}, which this kind of change never does.`,
      };
    }
    return { verdict: 'pass', message: 'Touches its target only.' };
  },
};
