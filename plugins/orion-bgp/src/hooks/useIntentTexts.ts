import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  IntentDifference,
  SessionIntent,
} from '@orion/backstage-plugin-orion-bgp-common';
import { orionBgpTranslationRef } from '../translation';

/** How a session and its record fit together, in words. */
export function useIntentTexts() {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const field = (name: IntentDifference['field']) => t(`intent.field.${name}`);
  return {
    field,
    /** What a record's status is called. */
    status(status: string): string {
      switch (status) {
        case 'active':
        case 'planned':
        case 'offline':
        case 'failed':
          return t(`intent.status.${status}`);
        default:
          return status;
      }
    },
    /** Two or three words for a row. */
    short({ finding }: SessionIntent): string {
      switch (finding) {
        case 'planned-but-up':
          return t('intent.short.planned');
        case 'active-but-down':
          return t('intent.short.active');
        case 'offline-but-up':
          return t('intent.short.offline');
        case 'unknown-to-netbox':
          return t('intent.short.unknown');
        case 'differs':
          return t('intent.short.differs');
        default:
          return t('intent.short.agrees');
      }
    },
    /** A whole sentence, with what to do. */
    sentence({ finding, record, differences }: SessionIntent): string {
      switch (finding) {
        case 'planned-but-up':
          return t('intent.planned');
        case 'active-but-down':
          return t('intent.active');
        case 'offline-but-up':
          return record?.status === 'failed'
            ? t('intent.failed')
            : t('intent.offline');
        case 'unknown-to-netbox':
          return t('intent.unknown');
        case 'differs':
          return t('intent.differs', {
            fields: differences.map(one => field(one.field)).join(', '),
          });
        default:
          return t('intent.agrees');
      }
    },
  };
}
