import { ReactNode } from 'react';
import { MenuAction } from '../ActionMenu/ActionMenu';

/** @public */
export interface DataColumn<T> {
  id: string;
  title: string;
  /** A CSS grid track, for example `minmax(12rem, 2fr)`. */
  width: string;
  align?: 'start' | 'end';
  sortable?: boolean;
  /** Names the row. Default: the first column does. */
  rowHeader?: boolean;
  render: (row: T) => ReactNode;
}

/** @public */
export interface DataSort {
  column: string;
  descending: boolean;
}

/** @public */
export interface DataTableProps<T> {
  label: string;
  columns: DataColumn<T>[];
  rows: T[];
  /** All rows that match on the server; tells assistive technology the real count. */
  total?: number;
  rowKey: (row: T) => string;
  rowName: (row: T) => string;
  /** The row's content on a phone. */
  card: (row: T) => ReactNode;
  onOpen: (row: T) => void;
  /** What the "..." of a row offers; without it no row has one. */
  menu?: (row: T) => MenuAction[];
  /** Dimmed, because it no longer belongs here. */
  faded?: (row: T) => boolean;
  sort?: DataSort;
  onSort?: (sort: DataSort) => void;
  /** Asks for the next page; absent at the end. */
  onMore?: () => void;
  loadingMore?: boolean;
  selection?: {
    selected: ReadonlySet<string>;
    onChange: (selected: Set<string>) => void;
  };
  /** Height of the scrolling box. */
  maxHeight?: string;
  /** Below this width the table scrolls sideways inside its box. */
  minWidth?: number;
  rowHeight?: number;
}
