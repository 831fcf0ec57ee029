import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RoutePage, RouteTerm } from '@orion/backstage-plugin-orion-bgp-common';
import { orionBgpTranslationRef } from '../translation';

const verdicts = {
  valid: 'valid',
  invalid: 'invalid',
  'not-found': 'notFound',
  unknown: 'unknown',
} as const;
const prefixes = {
  exact: 'exact',
  longest: 'longest',
  covering: 'covering',
  'more-specific': 'moreSpecific',
} as const;
const reasons = {
  none: 'none',
  community: 'community',
  'rpki-length': 'rpkiLength',
  'rpki-origin': 'rpkiOrigin',
} as const;

/** What of an answer says how the search was understood. */
type Understood = Pick<RoutePage, 'understood'> &
  Partial<Pick<RoutePage, 'terms'>>;

/**
 * What a search was understood as, in the reader's words; in those of the answer where
 * it comes from another version, whose terms are absent or of a kind not known here.
 */
export function useTermTexts(): (answer: Understood) => string {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return ({ terms, understood }) => {
    const told = terms?.map(tell);
    return !told || told.includes(undefined)
      ? understood
      : told.join(', ') || t('terms.every');
  };

  function tell(term: RouteTerm): string | undefined {
    switch (term.kind) {
      case 'prefix':
        return tellPrefix(term);
      case 'path-contains':
        return t('terms.pathContains', { as: `AS${term.asn}` });
      case 'path-matches':
        return t('terms.pathMatches', { pattern: term.pattern });
      case 'origin':
        return t('terms.origin', { as: `AS${term.asn}` });
      case 'community':
        return t('terms.community', { community: term.community });
      case 'next-hop':
        return t('terms.nextHop', { address: term.address });
      case 'rpki':
        return t('terms.rpki', {
          state: t(`terms.state.${verdicts[term.rpki]}`),
        });
      case 'aspa':
        return t('terms.aspa', {
          state: t(`terms.state.${verdicts[term.aspa]}`),
        });
      case 'reason':
        return t(`terms.reason.${reasons[term.reason]}`);
      case 'session':
        return t('terms.session', { session: term.session });
      case 'exported':
        return t('terms.exported', { session: term.session });
      case 'family':
        return `IPv${term.family}`;
      case 'flag':
        return t(`terms.${term.value ? 'is' : 'isNot'}.${term.flag}`);
      default:
        // A kind without words does not compile.
        term satisfies never;
        return undefined;
    }
  }

  function tellPrefix(term: Extract<RouteTerm, { kind: 'prefix' }>): string {
    const { match, prefix, given } = term;
    const text = t(`terms.prefix.${prefixes[match]}`, { prefix });
    return given === undefined
      ? text
      : `${text}, ${t('terms.hostBits', { given, prefix })}`;
  }
}
