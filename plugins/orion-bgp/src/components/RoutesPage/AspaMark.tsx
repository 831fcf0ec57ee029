import { AspaVerdict } from '@orion/backstage-plugin-orion-bgp-common';
import { StatusChip } from '@orion/backstage-plugin-orion-react';
import { useAspaText } from '../../hooks/useAspaText';

/** Verification of the AS path in one word, with the reason on hover. */
export function AspaMark({ aspa }: { aspa: AspaVerdict }) {
  const text = useAspaText();
  return (
    <span title={text(aspa)}>
      <StatusChip plain word={aspa.state} />
    </span>
  );
}
