import { scaleLinear } from 'd3-scale';
import { lineRadial, pointRadial } from 'd3-shape';
import { AXES, type Axis } from '../../domain/assessment/score-rules.ts';
import type { Scores } from '../../domain/assessment/scores.ts';
import { FRENCH } from '../../i18n/languages.ts';

const { t } = FRENCH;
const say = t.assessment;

const RADIUS = 105;
const WIDTH = 232;
const HEIGHT = 226;
const CENTRE = { x: WIDTH / 2, y: 138 };
const RINGS = [25, 50, 75, 100];

const radius = scaleLinear([0, 100], [0, RADIUS]);
/** Clockwise from the top. */
const angle = scaleLinear([0, AXES.length], [0, 2 * Math.PI]);
const angleOf = (axis: Axis) => angle(AXES.indexOf(axis));
const round = (value: number) => Math.round(value * 10) / 10;

const shape = lineRadial<{ axis: Axis; value: number }>()
  .angle(({ axis }) => angleOf(axis))
  .radius(({ value }) => radius(value));
const pathOf = (value: (axis: Axis) => number) =>
  `${shape(AXES.map((axis) => ({ axis, value: value(axis) })))?.replace(/\d+\.\d+/g, (n) => String(round(Number(n))))}Z`;

/** Savoir, pouvoir, vouloir: what is there for sure, and how far it may go. The table beside it says the same. */
export function Radar({ scores, before }: { scores: Scores; before: Scores | null }) {
  const told = AXES.map((axis) => say.outcome.radarAxis(say.axes[axis], scores[axis].atLeast, scores[axis].score));
  return (
    <svg
      class="radar"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={say.outcome.radarLabel(told.join(', '))}
    >
      <g transform={`translate(${CENTRE.x} ${CENTRE.y})`}>
        {RINGS.map((ring) => (
          <path class="radar-ring" d={pathOf(() => ring)} />
        ))}
        {AXES.map((axis) => {
          const [x, y] = pointRadial(angleOf(axis), RADIUS);
          return <line class="radar-axis" x1="0" y1="0" x2={round(x)} y2={round(y)} />;
        })}
        <path class="radar-score" d={pathOf((axis) => scores[axis].score)} />
        <path class="radar-sure" d={pathOf((axis) => scores[axis].atLeast)} />
        {before && <path class="radar-before" d={pathOf((axis) => before[axis].atLeast)} />}
        {AXES.map((axis) => {
          const [x, y] = pointRadial(angleOf(axis), RADIUS + 8);
          const anchor = Math.abs(x) < 1 ? 'middle' : x > 0 ? 'end' : 'start';
          // The lower names stand under their corner, within the picture.
          const [left, top] = y > 0 ? [x > 0 ? WIDTH / 2 - 4 : 4 - WIDTH / 2, y + 24] : [x, y - 4];
          return (
            <text class="radar-name" x={round(left)} y={round(top)} text-anchor={anchor}>
              {say.outcome.radarNames[axis]}
            </text>
          );
        })}
      </g>
    </svg>
  );
}
