import { useState } from 'react';
import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { orionReactTranslationRef } from '../../translation';
import { HeaderRow } from './HeaderRow';
import { MoreButton } from './MoreButton';
import { DataColumn, DataTableProps } from './types';
import { useRowFocus } from './useRowFocus';
import { DrawnRow, useRows } from './useRows';

/** Rows as a virtual grid with roving focus. */
export function DataGrid<T>(props: DataTableProps<T>) {
  const { columns, rows, rowHeight = 36, selection, minWidth = 640 } = props;
  const { mode } = useTheme().palette;
  const [wanted, setActive] = useState(0);
  const active = Math.min(wanted, Math.max(0, rows.length - 1));
  const { box, drawn, totalHeight, scrollTo } = useRows({
    count: rows.length,
    rowHeight,
    active,
  });
  const toggle = (index: number) =>
    selection?.onChange(toggled(selection.selected, index));
  const onKeyDown = useRowFocus({
    box,
    count: rows.length,
    active,
    setActive,
    scrollTo,
    onOpen: index => rows[index] && props.onOpen(rows[index]),
    onSelect: selection && toggle,
  });
  const named = columns.some(({ rowHeader }) => rowHeader);
  const tracks = [selection ? '44px' : '', ...columns.map(({ width }) => width)]
    .filter(Boolean)
    .join(' ');

  return (
    <Box
      ref={box}
      sx={{
        maxHeight: props.maxHeight ?? 'max(240px, calc(100vh - 300px))',
        overflow: 'auto',
        border: '1px solid',
        borderColor: 'divider',
        borderRadius: '4px',
        backgroundColor: 'background.paper',
        '@media print': { maxHeight: 'none' },
      }}
    >
      <Box
        role="grid"
        aria-label={props.label}
        aria-rowcount={(props.total ?? rows.length) + 1}
        aria-multiselectable={selection ? true : undefined}
        onKeyDown={onKeyDown}
        sx={{ minWidth }}
      >
        <HeaderRow
          columns={columns}
          tracks={tracks}
          sort={props.sort}
          onSort={props.onSort}
          selectable={Boolean(selection)}
        />
        <Box role="rowgroup" sx={{ position: 'relative', height: totalHeight }}>
          {drawn.map(at => rows[at.index] !== undefined && drawRow(at))}
        </Box>
      </Box>
      <MoreButton onMore={props.onMore} loading={props.loadingMore} />
    </Box>
  );

  function drawRow(at: DrawnRow) {
    const row = rows[at.index];
    const key = props.rowKey(row);
    const selected = selection?.selected.has(key);
    return (
      <Box
        key={key}
        role="row"
        data-row={at.index}
        aria-rowindex={at.index + 2}
        aria-selected={selection ? Boolean(selected) : undefined}
        tabIndex={at.index === active ? 0 : -1}
        onFocus={() => setActive(at.index)}
        onClick={event => {
          if (!(event.target as HTMLElement).closest('a,button,input')) {
            props.onOpen(row);
          }
        }}
        sx={{
          display: 'grid',
          gridTemplateColumns: tracks,
          alignItems: 'center',
          minHeight: rowHeight,
          cursor: 'pointer',
          borderBlockEnd: '1px solid',
          borderColor: 'divider',
          backgroundColor: 'background.paper',
          color: props.faded?.(row) ? 'text.secondary' : 'text.primary',
          // Opaque, because the first cell stays over the others while scrolling sideways.
          '&:hover': {
            backgroundColor: mode === 'dark' ? '#515151' : '#EBEBEB',
          },
          '&:focus-visible': { outline: '2px solid', outlineOffset: '-2px' },
          ...(at.start === undefined
            ? {}
            : {
                position: 'absolute',
                insetInline: 0,
                insetBlockStart: 0,
                height: rowHeight,
                transform: `translateY(${at.start}px)`,
              }),
        }}
      >
        {selection && (
          <span role="gridcell">
            <SelectBox
              name={props.rowName(row)}
              checked={Boolean(selected)}
              onChange={() => toggle(at.index)}
            />
          </span>
        )}
        {columns.map((column, index) => (
          <Cell
            key={column.id}
            column={column}
            row={row}
            sticky={index === 0}
            header={named ? column.rowHeader : index === 0}
          />
        ))}
      </Box>
    );
  }

  function toggled(selected: ReadonlySet<string>, index: number): Set<string> {
    const next = new Set(selected);
    const key = props.rowKey(rows[index]);
    if (!next.delete(key)) {
      next.add(key);
    }
    return next;
  }
}

interface CellProps<T> {
  column: DataColumn<T>;
  row: T;
  sticky: boolean;
  header?: boolean;
}

function Cell<T>({ column, row, sticky, header }: CellProps<T>) {
  return (
    <Box
      role={header ? 'rowheader' : 'gridcell'}
      sx={{
        paddingInline: 1.5,
        minWidth: 0,
        overflow: 'hidden',
        textOverflow: 'ellipsis',
        whiteSpace: 'nowrap',
        textAlign: column.align ?? 'start',
        fontVariantNumeric: 'tabular-nums',
        fontSize: '0.875rem',
        ...(sticky
          ? {
              position: 'sticky',
              insetInlineStart: 0,
              zIndex: 1,
              backgroundColor: 'inherit',
            }
          : {}),
      }}
    >
      {column.render(row)}
    </Box>
  );
}

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
