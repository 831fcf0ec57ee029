import { memo, ReactNode } from 'react';
import IconButton from '@mui/material/IconButton';
import { MoreIcon } from '../icons';

export interface DataCardProps<T> {
  row: T;
  index: number;
  count: number;
  /** Where a virtual card stands; absent when all of them flow. */
  start?: number;
  faded: boolean;
  /** Names the "..." of the card; absent where cards have none. */
  actions?: string;
  card: (row: T) => ReactNode;
  measure?: (element: Element | null) => void;
  /** Stable, or every card is drawn again with each scroll. */
  on: CardHandlers;
}

export interface CardHandlers {
  open: (index: number) => void;
  menu: (index: number, anchor: HTMLElement) => void;
}

function Card<T>(props: DataCardProps<T>) {
  const { row, index, count, start, faded, actions, card, measure, on } = props;
  return (
    <li
      className="orion-card"
      ref={measure}
      data-index={index}
      data-faded={faded || undefined}
      data-placed={start === undefined ? undefined : true}
      aria-setsize={count}
      aria-posinset={index + 1}
      style={
        start === undefined
          ? undefined
          : { transform: `translateY(${start}px)` }
      }
    >
      {/* The name is a link: this only widens what a finger can hit. */}
      {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
      <div
        className="orion-card-frame"
        onClick={event => {
          if (!(event.target as HTMLElement).closest('a,button')) {
            on.open(index);
          }
        }}
      >
        <div className="orion-card-text">{card(row)}</div>
        {actions !== undefined && (
          <IconButton
            className="orion-card-menu"
            aria-label={actions}
            aria-haspopup="menu"
            disableRipple
            onClick={event => on.menu(index, event.currentTarget)}
          >
            <MoreIcon />
          </IconButton>
        )}
      </div>
    </li>
  );
}

/** One row as a card; drawn again only when something about it changed. */
export const DataCard = memo(Card) as typeof Card;
