import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ChangeDetail } from '@orion/backstage-plugin-orion-changes-common';
import {
  entityRefName,
  Panel,
  TimeAgo,
} from '@orion/backstage-plugin-orion-react';
import { orionChangesTranslationRef } from '../../translation';

/** Who acts next. */
export function NextPanel({ change }: { change: ChangeDetail }) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const { next, approval } = change;
  return (
    <Panel title={t('next.title')}>
      <Typography sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
        {actor()}
      </Typography>
      <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
        {shortRefs(next.text)}
      </Typography>
      {approval && (
        <Typography
          variant="body2"
          color="text.secondary"
          sx={{ marginBlockStart: 1 }}
        >
          {approval.rule
            ? t('next.approvedByRule', { rule: approval.rule })
            : t('next.approvedBy', { by: entityRefName(approval.by) })}{' '}
          <TimeAgo at={approval.at} />
        </Typography>
      )}
    </Panel>
  );

  function actor() {
    if (next.actor === 'orion') {
      return t('next.orion');
    }
    if (next.actor === 'nobody' || next.actor === '') {
      return t('next.nobody');
    }
    const names = next.actor.split(', ').map(entityRefName);
    return t('next.actor', { actor: names.join(', '), count: names.length });
  }
}

/** Sentences of the backend carry whole references; people read names. */
function shortRefs(text: string): string {
  return text.replace(/\b(?:user|group):default\//g, '');
}
