import { useId, useState } from 'react';
import Button from '@mui/material/Button';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ActionMenu,
  MenuAction,
  useShortcut,
} from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../../translation';

export interface ActionsButtonProps {
  /** Names what the actions are on. */
  label: string;
  /** What can be done now; undefined hides the button. */
  actions: MenuAction[] | undefined;
  /** In a row of a table, where its neighbors have one, too. */
  small?: boolean;
  /** What the key `.` is called in the list of keys, where it opens this menu. */
  shortcut?: string;
}

/** The way to changes of one thing. */
export function ActionsButton({
  label,
  actions,
  small = false,
  shortcut,
}: ActionsButtonProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  const [open, setOpen] = useState(false);
  const menuId = useId();
  if (!actions) {
    return null;
  }
  return (
    <>
      {shortcut && <OpenByKey name={shortcut} open={() => setOpen(true)} />}
      <Button
        ref={setButton}
        variant={small ? 'text' : 'outlined'}
        size={small ? 'small' : 'medium'}
        aria-label={small ? label : undefined}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? menuId : undefined}
        aria-keyshortcuts={shortcut ? '.' : undefined}
        onClick={() => setOpen(true)}
        sx={
          small
            ? { minHeight: { xs: 44, sm: 28 }, paddingBlock: 0 }
            : { minHeight: { xs: 44, sm: 36 } }
        }
      >
        {t('actions.title')}
      </Button>
      <ActionMenu
        id={menuId}
        label={label}
        anchor={open ? button : null}
        actions={actions}
        onClose={() => setOpen(false)}
      />
    </>
  );
}

/** A hook may not be called in some renders only; a component may be there in some. */
function OpenByKey({ name, open }: { name: string; open(): void }) {
  useShortcut('.', name, open);
  return null;
}
