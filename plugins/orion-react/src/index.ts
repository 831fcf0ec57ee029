/**
 * What ORION's pages share: status chips, freshness, data states, tables, plan
 * lines, logs, timelines.
 *
 * @packageDocumentation
 */
export { orionReactTranslationRef } from './translation';
export { changesApiRef } from './api/changesApiRef';
export { serverNow } from './api/serverClock';
export { withServerClock } from './api/withServerClock';
export { oidcAuthApiRef } from './api/oidcAuthApiRef';
export type { Loadable } from './hooks/Loadable';
export { useLoadable, type UseLoadableOptions } from './hooks/useLoadable';
export { useNow } from './hooks/useNow';
export { useHiddenColumns } from './hooks/useHiddenColumns';
export { useUrlState } from './hooks/useUrlState';
export { useDurationText } from './hooks/useDurationText';
export { showShortcutList } from './keys/shortcuts';
export { useShortcut } from './keys/useShortcut';
export { useShortcutList, type ShortcutList } from './keys/useShortcutList';
export { useSignInAgain } from './hooks/useSignInAgain';
export { describeError, type DescribedError } from './format/describeError';
export { filledForm } from './format/filledForm';
export { worstFreshness } from './format/worstFreshness';
export { byDeadline } from './format/byDeadline';
export * from './format/numbers';
export { formatClock, formatMoment, formatSince } from './format/times';
export * from './components/icons';
export {
  StatusChip,
  type StatusChipProps,
} from './components/StatusChip/StatusChip';
export { StatusShape } from './components/StatusChip/StatusShape';
export * from './components/StatusChip/statusWords';
export { toneColor } from './components/StatusChip/toneColors';
export {
  FreshnessLabel,
  type FreshnessLabelProps,
} from './components/FreshnessLabel/FreshnessLabel';
export {
  LoadError,
  type LoadErrorProps,
} from './components/LoadError/LoadError';
export {
  LoadingBlock,
  type LoadingBlockProps,
  type PartHeight,
} from './components/LoadingBlock/LoadingBlock';
export {
  EmptyState,
  type EmptyStateProps,
} from './components/EmptyState/EmptyState';
export {
  PartialBanner,
  type PartialBannerProps,
} from './components/PartialBanner/PartialBanner';
export {
  PendingBlock,
  type PendingBlockProps,
} from './components/PendingBlock/PendingBlock';
export {
  StaleNote,
  type StaleNoteProps,
} from './components/StaleNote/StaleNote';
export { TimeAgo, type TimeAgoProps } from './components/TimeAgo/TimeAgo';
export { Deadline, type DeadlineProps } from './components/Deadline/Deadline';
export {
  EntityRefText,
  entityRefName,
  type EntityRefTextProps,
} from './components/EntityRefText/EntityRefText';
export {
  DiffLines,
  type DiffLinesProps,
} from './components/DiffLines/DiffLines';
export { LiveLog, type LiveLogProps } from './components/LiveLog/LiveLog';
export {
  Timeline,
  type TimelineItem,
  type TimelineProps,
} from './components/Timeline/Timeline';
export {
  ConfirmDialog,
  type ConfirmDialogProps,
} from './components/ConfirmDialog/ConfirmDialog';
export {
  ColumnChooser,
  type ColumnChooserProps,
} from './components/DataTable/ColumnChooser';
export {
  ActionMenu,
  type ActionMenuProps,
  type MenuAction,
} from './components/ActionMenu/ActionMenu';
export { DataTable } from './components/DataTable/DataTable';
export type {
  DataColumn,
  DataSort,
  DataTableProps,
} from './components/DataTable/types';
export {
  FilterBox,
  type FilterBoxProps,
} from './components/DataTable/FilterBox';
export {
  FilterRow,
  type FilterRowProps,
} from './components/DataTable/FilterRow';
export {
  formatFilter,
  parseFilter,
  type FilterTokens,
} from './components/DataTable/filterTokens';
export { TwoPane, type TwoPaneProps } from './components/TwoPane/TwoPane';
export { SummarySentence } from './components/SummarySentence/SummarySentence';
export { PageBody } from './components/PageBody/PageBody';
export { focusRing } from './components/PageBody/focusRing';
export { touchArea } from './components/PageBody/touchArea';
export { visuallyHidden } from './components/PageBody/visuallyHidden';
export { Panel, type PanelProps } from './components/Panel/Panel';
export {
  OrderButton,
  type OrderButtonProps,
} from './components/OrderButton/OrderButton';
export {
  CopyButton,
  type CopyButtonProps,
} from './components/CopyButton/CopyButton';
export { Fact, FactList } from './components/Facts/Facts';
export { Unknown } from './components/Unknown/Unknown';
