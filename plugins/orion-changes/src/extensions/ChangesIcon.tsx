/** A branch that waits for a decision. */
export function ChangesIcon() {
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
      <circle cx="6" cy="6" r="2.2" />
      <circle cx="6" cy="18" r="2.2" />
      <path d="M6 8.2v7.6" />
      <path d="M17.5 5.5l3 3-3 3-3-3z" />
      <path d="M17.5 11.5c0 4-6 2.5-9.6 5.2" />
    </svg>
  );
}
