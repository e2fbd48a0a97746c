/** Of the narrowest screen: letters are never drawn smaller than they are. */
const WIDTH = 280;
const ROW = 62;
const BAR = 22;
const TEXT = 18;
const LONGEST = 190;
/** More letters do not fit beside each other. */
const LETTERS = 30;

/** Places taken of those there are, a bar for each group; the table beside it says them again. */
export function PlacesPicture({
  title,
  rows,
}: {
  title: string;
  rows: readonly { title: string; taken: number; places: number }[];
}) {
  return (
    <svg class="needs-picture" viewBox={`0 0 ${WIDTH} ${ROW * rows.length}`} role="img" aria-label={title}>
      {rows.map((row, index) => {
        const top = ROW * index + TEXT + 6;
        const filled = Math.round((Math.min(row.taken, row.places) / row.places) * LONGEST);
        return (
          <>
            <text class="needs-label" x="0" y={ROW * index + TEXT}>
              {row.title.length > LETTERS ? `${row.title.slice(0, LETTERS - 1)}…` : row.title}
            </text>
            <rect class="places-free" x="1" y={top} width={LONGEST} height={BAR} rx="4" />
            {filled > 0 && <rect class="needs-bar" x="1" y={top} width={filled} height={BAR} rx="4" />}
            <text class="needs-figure" x={LONGEST + 10} y={top + BAR - 4}>
              {row.taken}/{row.places}
            </text>
          </>
        );
      })}
    </svg>
  );
}
