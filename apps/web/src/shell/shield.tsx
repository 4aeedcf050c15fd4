export const Shield = () => (
  <svg className="shield" viewBox="0 0 32 32" aria-hidden="true">
    <path fill="var(--accent)" d="M16 2 5 6v9c0 7.2 4.6 12.5 11 15 6.4-2.5 11-7.8 11-15V6z" />
    <path
      fill="none"
      stroke="var(--on-accent)"
      strokeWidth="2.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      d="m10.8 16.2 3.7 3.8 7-7.6"
    />
  </svg>
);
