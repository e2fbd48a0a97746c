/** The mark: there and back under a low sun. */
export function Brand({ name, territory, home }: { name: string; territory: string | null; home: string }) {
  return (
    <a class="brand" href={home}>
      <svg class="brand-mark" viewBox="0 0 40 40" width="44" height="44" aria-hidden="true" focusable="false">
        <rect width="40" height="40" rx="11" class="mark-ground" />
        <circle cx="28" cy="12" r="4.6" class="mark-sun" />
        <path d="M9 30c0-8.5 4-11.5 10.500-11.5S30 21.5 30 30" class="mark-road" />
        <path d="M5.5 26.5 9 30.5l3.5-4" class="mark-road" />
      </svg>
      <span class="brand-words">
        <span class="brand-name">{name}</span>
        {territory && <span class="brand-territory">{territory}</span>}
      </span>
    </a>
  );
}
