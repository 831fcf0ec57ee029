import ListItemText from '@mui/material/ListItemText';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { Theme } from '@mui/material/styles';
import { focusRing } from '../PageBody/focusRing';
import { toneColor } from '../StatusChip/toneColors';

/** Something that can be done with one thing. @public */
export interface MenuAction {
  /** Unique in its menu. */
  id: string;
  /** Verb and object. */
  label: string;
  /** What it does, or why it is off. */
  hint?: string;
  /** Off, yet readable: the hint says why. */
  off?: boolean;
  /** Loses something. */
  danger?: boolean;
  /** Called after the menu has closed, never while it is off. */
  run: () => void;
}

/** What can be done with one thing, and where the menu hangs. @public */
export interface ActionMenuProps {
  /** For the `aria-controls` of what opens it. */
  id: string;
  /** Names the thing the actions are about. */
  label: string;
  /** What the menu hangs on; closed without one. */
  anchor: HTMLElement | null;
  /** From top to bottom. */
  actions: MenuAction[];
  /** Before an action runs too. */
  onClose: () => void;
}

/**
 * What can be done. An action that is off keeps its place and says why.
 *
 * @public
 */
export function ActionMenu(props: ActionMenuProps) {
  const { id, label, anchor, actions, onClose } = props;
  return (
    <Menu
      id={id}
      anchorEl={anchor}
      open={Boolean(anchor)}
      onClose={onClose}
      MenuListProps={{ 'aria-label': label }}
      slotProps={{ paper: { sx: { maxWidth: 'min(40ch, 92vw)' } } }}
    >
      {actions.map(({ id: key, label: text, hint, off, danger, run }) => (
        <MenuItem
          key={key}
          aria-disabled={off || undefined}
          onClick={() => {
            if (!off) {
              onClose();
              run();
            }
          }}
          sx={{
            minHeight: 44,
            cursor: off ? 'default' : undefined,
            // Inside: the menu cuts what stands out of it.
            '&.Mui-focusVisible': {
              ...focusRing['& .Mui-focusVisible'],
              outlineOffset: '-2px',
            },
          }}
        >
          <ListItemText
            primary={text}
            secondary={hint}
            primaryTypographyProps={{ sx: { color: color(off, danger) } }}
            secondaryTypographyProps={{ whiteSpace: 'normal' }}
          />
        </MenuItem>
      ))}
    </Menu>
  );
}

/** Of the label: the theme's red is too faint on a chosen item of the dark mode. */
function color(off?: boolean, danger?: boolean) {
  if (off) {
    return 'text.secondary';
  }
  return danger
    ? ({ palette }: Theme) => toneColor(palette.mode, 'bad')
    : undefined;
}
