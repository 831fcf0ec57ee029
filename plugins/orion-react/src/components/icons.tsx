import { ReactNode } from 'react';

/**
 * All icons are decoration: hidden from assistive technology, coloured by the
 * text around.
 *
 * @public
 */
export interface IconProps {
  /** Edge in pixels, default 16. */
  size?: number;
}

function Glyph({ size = 16, children }: IconProps & { children: ReactNode }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      style={{ flex: 'none' }}
    >
      {children}
    </svg>
  );
}

/** Copy to the clipboard. @public */
export function CopyIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
      <path d="M10.5 3.5v-1h-8v8h1" />
    </Glyph>
  );
}

/** Close, remove. @public */
export function CloseIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M4 4l8 8M12 4l-8 8" />
    </Glyph>
  );
}

/** Done. @public */
export function CheckIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M3 8.5l3.2 3.2L13 5" />
    </Glyph>
  );
}

/** To the end; sorted descending. @public */
export function ArrowDownIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M8 3v10M4 9l4 4 4-4" />
    </Glyph>
  );
}

/** Sorted ascending. @public */
export function ArrowUpIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M8 13V3M4 7l4-4 4 4" />
    </Glyph>
  );
}

/** Unfolds what is beside it. @public */
export function ChevronIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M6 3.5L10.5 8 6 12.5" />
    </Glyph>
  );
}

/** A menu with more. @public */
export function MoreIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M3 8h.01M8 8h.01M13 8h.01" strokeWidth="2.4" />
    </Glyph>
  );
}

/** Search, filter. @public */
export function SearchIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <circle cx="7" cy="7" r="4.2" />
      <path d="M10.2 10.2L13.5 13.5" />
    </Glyph>
  );
}

/** A plan line that destroys. @public */
export function MinusIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M3 8h10" />
    </Glyph>
  );
}

/** A plan line that adds. @public */
export function PlusIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M3 8h10M8 3v10" />
    </Glyph>
  );
}

/** A plan line that destroys and makes again. @public */
export function ReplaceIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M3 5.5h8.5L9 3M13 10.5H4.5L7 13" />
    </Glyph>
  );
}

/** A plan line that changes in place. @public */
export function ChangeIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M2.5 9c1.8-3 3.6-3 5.5-1s3.7 2 5.5-1" />
    </Glyph>
  );
}
