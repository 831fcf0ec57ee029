import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { EmptyState } from '@orion/backstage-plugin-orion-react';
import { useSearchedText } from '../../hooks/useSearchedText';
import { orionBgpTranslationRef } from '../../translation';

export interface NoPathProps {
  prefix: string;
  tables: TableState[];
}

/** That no path to a prefix was found, and where nobody could look. */
export function NoPath({ prefix, tables }: NoPathProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { reach, text } = useSearchedText()(tables);
  return (
    <EmptyState
      variant="none"
      title={t(`prefix.none.${reach}`, { prefix })}
      text={text}
    />
  );
}
