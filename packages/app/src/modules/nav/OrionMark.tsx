/** The sign of ORION: three stars in a ring. */
export function OrionMark({ size = 28 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      aria-hidden="true"
      focusable="false"
    >
      <circle
        cx="16"
        cy="16"
        r="13"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.5"
      />
      <path
        d="M7.5 21.5L16 16l8.5-5.5"
        fill="none"
        stroke="#4A8FCB"
        strokeWidth="2"
      />
      <circle cx="7.9" cy="21.2" r="2.6" fill="#4A8FCB" />
      <circle cx="16" cy="16" r="2.6" fill="#4A8FCB" />
      <circle cx="24.1" cy="10.8" r="2.6" fill="#4A8FCB" />
    </svg>
  );
}
