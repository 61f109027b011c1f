/** The mark of the product: a ring that goes out from where one is. */
export function Logo({ size = 32 }: { readonly size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 32 32" fill="none">
      <rect width="32" height="32" rx="9" fill="var(--accent)" />
      <path
        d="M16 7.5a8.5 8.5 0 1 0 8.5 8.5"
        stroke="#ffffff"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
      <path
        d="M16 12.2a3.8 3.8 0 1 0 3.8 3.8"
        stroke="#ffffff"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
      <circle cx="22.2" cy="9.8" r="2.3" fill="#ffffff" />
    </svg>
  );
}
