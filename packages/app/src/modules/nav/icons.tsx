import { ReactNode } from 'react';

function NavGlyph({ children }: { children: ReactNode }) {
  return (
    <svg
      width="24"
      height="24"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

export function MenuIcon() {
  return (
    <NavGlyph>
      <path d="M4 6.5h16M4 12h16M4 17.5h16" />
    </NavGlyph>
  );
}

export function SearchIcon() {
  return (
    <NavGlyph>
      <circle cx="10.5" cy="10.5" r="6" />
      <path d="M15 15l5 5" />
    </NavGlyph>
  );
}

export function SettingsIcon() {
  return (
    <NavGlyph>
      <path d="M4 7h9M17 7h3M4 17h3M11 17h9" />
      <circle cx="15" cy="7" r="2" />
      <circle cx="9" cy="17" r="2" />
    </NavGlyph>
  );
}

export function KeysIcon() {
  return (
    <NavGlyph>
      <rect x="2.5" y="6" width="19" height="12" rx="2" />
      <path d="M6.5 10h.01M10 10h.01M13.5 10h.01M17 10h.01M8 14h8" />
    </NavGlyph>
  );
}
