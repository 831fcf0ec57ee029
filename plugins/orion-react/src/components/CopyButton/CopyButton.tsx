import { useEffect, useState } from 'react';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { orionReactTranslationRef } from '../../translation';
import { CheckIcon, CopyIcon } from '../icons';
import { touchArea } from '../PageBody/touchArea';

/** What is copied, and what it is called. @public */
export interface CopyButtonProps {
  /** Exactly what gets into the clipboard. */
  text: string;
  /** For example "the digest". */
  what: string;
}

/**
 * A button that copies and says so for two seconds. Does nothing where the
 * browser gives no clipboard (plain HTTP).
 *
 * @public
 */
export function CopyButton({ text, what }: CopyButtonProps) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    const timer = copied ? setTimeout(() => setCopied(false), 2000) : undefined;
    return () => clearTimeout(timer);
  }, [copied]);
  const label = copied ? t('copy.done') : t('copy.action', { what });
  return (
    <Tooltip title={label}>
      <IconButton
        size="small"
        aria-label={label}
        sx={touchArea}
        onClick={() =>
          navigator.clipboard?.writeText(text).then(() => setCopied(true))
        }
      >
        {copied ? <CheckIcon size={14} /> : <CopyIcon size={14} />}
      </IconButton>
    </Tooltip>
  );
}
