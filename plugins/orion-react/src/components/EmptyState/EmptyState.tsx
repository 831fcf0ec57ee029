import { ReactNode } from 'react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { orionReactTranslationRef } from '../../translation';

/**
 * Three reasons for nothing that must not look alike: there is none yet, the
 * filter hides everything, the system behind it is not connected.
 *
 * @public
 */
export type EmptyStateProps =
  | { variant: 'none'; title: string; text?: ReactNode; action?: ReactNode }
  | {
      variant: 'no-match';
      /** Singular, for example "guest". */
      what: string;
      filter: string;
      total?: number;
      onClear?: () => void;
    }
  | {
      variant: 'not-connected';
      system: string;
      text?: ReactNode;
      action?: ReactNode;
    };

/** Says why there is nothing, and what to do. @public */
export function EmptyState(props: EmptyStateProps) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  const { title, text, action } = parts();
  return (
    <Box
      role="status"
      sx={{
        display: 'grid',
        gap: 1,
        justifyItems: 'start',
        paddingBlock: 3,
        maxWidth: '70ch',
      }}
    >
      <Typography sx={{ fontWeight: 600 }}>{title}</Typography>
      {text && <Typography color="text.secondary">{text}</Typography>}
      {action}
    </Box>
  );

  function parts(): { title: string; text?: ReactNode; action?: ReactNode } {
    if (props.variant === 'none') {
      return props;
    }
    if (props.variant === 'not-connected') {
      return {
        ...props,
        title: t('empty.notConnected', { system: props.system }),
      };
    }
    const { what, filter, total, onClear } = props;
    return {
      title: t('empty.noMatch', { what, filter }),
      text:
        total === undefined
          ? undefined
          : t('empty.noMatchTotal', { total: total.toLocaleString('en-US') }),
      action: onClear && (
        <Button variant="outlined" onClick={onClear}>
          {t('empty.clear')}
        </Button>
      ),
    };
  }
}
