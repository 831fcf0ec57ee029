import Button from '@mui/material/Button';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { orionBgpTranslationRef } from '../../translation';

/** Opens the differences of a row below the tables, and closes them. */
export function ShowButton(props: {
  /** Of what. */
  scope: string;
  shown: boolean;
  onShow: () => void;
}) {
  const { scope, shown, onShow } = props;
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return (
    <Button
      size="small"
      aria-label={t('migration.showOf', { scope })}
      aria-expanded={shown}
      onClick={onShow}
      sx={{
        padding: 0,
        minWidth: { xs: 44, sm: 0 },
        justifyContent: 'start',
        // As the numbers beside it.
        fontSize: 'inherit',
        lineHeight: 'inherit',
        verticalAlign: 'baseline',
      }}
    >
      {shown ? t('migration.hide') : t('migration.show')}
    </Button>
  );
}
