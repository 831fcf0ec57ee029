import { MouseEvent, useMemo, useRef } from 'react';
import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useShortcut } from '../../keys/useShortcut';
import { orionReactTranslationRef } from '../../translation';
import { DataRow, RowHandlers } from './DataRow';
import { gridStyles } from './gridStyles';
import { HeaderRow } from './HeaderRow';
import { MoreButton } from './MoreButton';
import { DataTableProps } from './types';
import { useActiveRow } from './useActiveRow';
import { useRowMenu } from './useRowMenu';
import { useRowFocus } from './useRowFocus';
import { useRows } from './useRows';

/** Pixels an upright A4 or letter page has between its margins. */
const PAPER_WIDTH = 690;

/** Rows as a virtual grid with roving focus. */
export function DataGrid<T>(props: DataTableProps<T>) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  const { columns, rows, rowHeight = 36, selection, minWidth = 640 } = props;
  const hasMenu = props.menu !== undefined;
  const rowMenu = useRowMenu(props);
  const [active, setActive] = useActiveRow(props);
  const { box, drawn, totalHeight, scrollTo } = useRows({
    count: rows.length,
    rowHeight,
    active,
  });
  const latest = useRef(props);
  latest.current = props;
  const openMenu = useRef(showMenu);
  openMenu.current = showMenu;
  const on = useMemo<RowHandlers>(
    () => ({
      focus: setActive,
      select: index => toggle(latest.current, index),
      menu: (index, anchor) => openMenu.current(index, anchor),
    }),
    [setActive],
  );
  const onKeyDown = useRowFocus({
    box,
    count: rows.length,
    active,
    setActive,
    scrollTo,
    onOpen: open,
    onSelect: selection && on.select,
  });
  useShortcut('.', t('keys.rowActions'), menuOfActive, hasMenu);
  const tracks = [
    selection ? '44px' : '',
    ...columns.map(({ width }) => width),
    hasMenu ? '44px' : '',
  ]
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
        '@media print': { maxHeight: 'none', overflow: 'visible', border: 0 },
      }}
    >
      <Box
        role="grid"
        aria-label={props.label}
        aria-rowcount={(props.total ?? rows.length) + 1}
        aria-multiselectable={selection ? true : undefined}
        onKeyDown={onKeyDown}
        onClick={onClick}
        sx={[
          {
            minWidth,
            // Paper does not scroll: a wide table gets smaller.
            '@media print': { zoom: Math.min(1, PAPER_WIDTH / minWidth) },
          },
          theme => gridStyles(theme, tracks),
        ]}
      >
        <HeaderRow
          columns={columns}
          tracks={tracks}
          sort={props.sort}
          onSort={props.onSort}
          selectable={Boolean(selection)}
          actions={hasMenu}
        />
        <Box role="rowgroup" sx={{ position: 'relative', height: totalHeight }}>
          {drawn.map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) {
              return null;
            }
            const key = props.rowKey(row);
            return (
              <DataRow
                key={key}
                row={row}
                index={index}
                start={start}
                height={rowHeight}
                columns={columns}
                active={index === active}
                faded={props.faded?.(row) ?? false}
                selected={selection?.selected.has(key)}
                name={props.rowName(row)}
                actions={
                  hasMenu ? rowMenu.label(props.rowName(row)) : undefined
                }
                on={on}
              />
            );
          })}
        </Box>
      </Box>
      <MoreButton onMore={props.onMore} loading={props.loadingMore} />
      {rowMenu.menu}
    </Box>
  );

  function showMenu(index: number, anchor: HTMLElement) {
    const row = rows[index];
    if (row !== undefined) {
      setActive(index);
      rowMenu.open(props.rowKey(row), anchor);
    }
  }

  function menuOfActive() {
    const button = box.current?.querySelector<HTMLElement>(
      `[data-row="${active}"] .orion-row-menu`,
    );
    if (button) {
      showMenu(active, button);
    }
  }

  function open(index: number) {
    const row = rows[index];
    if (row !== undefined) {
      props.onOpen(row);
    }
  }

  function onClick({ target }: MouseEvent) {
    const element = target as HTMLElement;
    const row = element.closest<HTMLElement>('[data-row]');
    if (row && !element.closest('a,button,input')) {
      open(Number(row.dataset.row));
    }
  }
}

function toggle<T>({ rows, rowKey, selection }: DataTableProps<T>, at: number) {
  if (!selection) {
    return;
  }
  const next = new Set(selection.selected);
  const key = rowKey(rows[at]);
  if (!next.delete(key)) {
    next.add(key);
  }
  selection.onChange(next);
}
