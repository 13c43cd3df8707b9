/** The mark: water that comes over a weir. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--accent-fill)" />
      <path
        d="M6 10h20M6 16h6c2 0 2 4 4 4s2-4 4-4h6M6 23c2.500 0 2.500 2 5 2s2.500-2 5-2 2.500 2 5 2 2.500-2 5-2"
        fill="none"
        stroke="#e8f6f5"
        strokeWidth="2.400"
        strokeLinecap="round"
      />
    </svg>
  );
}
