/** Of the narrowest screen: letters are never drawn smaller than they are. */
const WIDTH = 280;
const LINE = 22;
const BAR = 22;
const TEXT = 18;
/** Beside the longest bar there is room for its figure. */
const LONGEST = 164;

/** `lines`: what is told above the bar, cut where it would stick out. */
type Bar = { lines: readonly string[]; people: number };
/** About as many letters fit beside each other. */
const MOST_LETTERS = 30;

/** Figures of people as bars; a table beside it says them again. What is too few is a dotted line, never a length. */
export function PeopleBars(props: {
  title: string;
  rows: readonly Bar[];
  words: { least: (people: number) => string; fewShort?: string };
}) {
  const { title, rows, words } = props;
  const most = Math.max(10, ...rows.map(({ people }) => people));
  const length = (people: number) => Math.round((people / most) * LONGEST);
  const row = LINE * Math.max(1, ...rows.map(({ lines }) => lines.length)) + BAR + 18;
  return (
    <svg class="needs-picture" viewBox={`0 0 ${WIDTH} ${row * rows.length}`} role="img" aria-label={title}>
      {rows.map(({ lines, people }, index) => {
        const top = row * index + LINE * (lines.length - 1) + TEXT + 6;
        return (
          <>
            {lines.map((line, at) => (
              <text class="needs-label" x="0" y={row * index + LINE * at + TEXT}>
                {line.length > MOST_LETTERS ? `${line.slice(0, MOST_LETTERS - 1)}…` : line}
              </text>
            ))}
            <line class="needs-none" x1="0" y1={top + BAR / 2} x2={LONGEST} y2={top + BAR / 2} />
            {people > 0 && <rect class="needs-bar" x="0" y={top} width={length(people)} height={BAR} rx="4" />}
            <text class="needs-figure" x={LONGEST + 8} y={top + BAR - 4}>
              {people > 0 ? words.least(people) : words.fewShort}
            </text>
          </>
        );
      })}
    </svg>
  );
}
