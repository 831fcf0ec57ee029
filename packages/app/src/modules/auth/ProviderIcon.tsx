/** A key, beside the provider's name in the framework's own lists. */
export function ProviderIcon() {
  return (
    <svg
      width="24"
      height="24"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      aria-hidden="true"
    >
      <circle cx="8" cy="15" r="4" />
      <path d="M11 12l8-8M16 7l3 3" strokeLinecap="round" />
    </svg>
  );
}
