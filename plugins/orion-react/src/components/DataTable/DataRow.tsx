import { memo } from 'react';
import Checkbox from '@mui/material/Checkbox';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { orionReactTranslationRef } from '../../translation';
import { MoreIcon } from '../icons';
import { DataColumn } from './types';

export interface DataRowProps<T> {
  row: T;
  index: number;
  /** Where a virtual row stands; absent when all rows flow. */
  start?: number;
  height: number;
  columns: DataColumn<T>[];
  /** Whether it is the one tab stop of the grid. */
  active: boolean;
  faded: boolean;
  /** Absent where rows are not selected. */
  selected?: boolean;
  name: string;
  /** Names the "..." at its end; absent where rows have none. */
  actions?: string;
  /** Stable, or every row is drawn again with each scroll. */
  on: RowHandlers;
}

export interface RowHandlers {
  menu: (index: number, anchor: HTMLElement) => void;
  focus: (index: number) => void;
  select: (index: number) => void;
}

function Row<T>(props: DataRowProps<T>) {
  const { row, index, start, height, columns, active, faded, selected, on } =
    props;
  const named = columns.some(({ rowHeader }) => rowHeader);
  return (
    <div
      role="row"
      className="orion-row"
      data-row={index}
      data-faded={faded || undefined}
      data-placed={start === undefined ? undefined : true}
      aria-rowindex={index + 2}
      aria-selected={selected}
      tabIndex={active ? 0 : -1}
      onFocus={() => on.focus(index)}
      style={
        start === undefined
          ? { minHeight: height }
          : { height, transform: `translateY(${start}px)` }
      }
    >
      {selected !== undefined && (
        <span role="gridcell">
          <SelectBox
            name={props.name}
            checked={selected}
            onChange={() => on.select(index)}
          />
        </span>
      )}
      {columns.map((column, at) => (
        <div
          key={column.id}
          role={
            (named ? column.rowHeader : at === 0) ? 'rowheader' : 'gridcell'
          }
          className={at === 0 ? 'orion-cell orion-cell-first' : 'orion-cell'}
          data-end={column.align === 'end' || undefined}
        >
          {column.render(row)}
        </div>
      ))}
      {props.actions !== undefined && (
        <div role="gridcell" className="orion-cell-menu">
          <button
            type="button"
            className="orion-row-menu"
            tabIndex={-1}
            aria-label={props.actions}
            aria-haspopup="menu"
            onClick={event => on.menu(index, event.currentTarget)}
          >
            <MoreIcon />
          </button>
        </div>
      )}
    </div>
  );
}

/** One row of a grid; drawn again only when something about it changed. */
export const DataRow = memo(Row) as typeof Row;

function SelectBox(props: {
  name: string;
  checked: boolean;
  onChange: () => void;
}) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  return (
    <Checkbox
      size="small"
      tabIndex={-1}
      checked={props.checked}
      onChange={props.onChange}
      inputProps={{ 'aria-label': t('table.select', { name: props.name }) }}
    />
  );
}
