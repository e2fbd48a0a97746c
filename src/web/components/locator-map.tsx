import type { MapSheet } from './map-sheet.ts';

/** A place to show. `label` is written beside the map too: the picture is never alone. */
export type Pin = { lon: number; lat: number; label: string; mark: 'from' | 'to' };

const MARGIN = 14;
const PIN_RADIUS = 7;

/** The territory's communes as one picture kept by the browser, and the places drawn over it. */
export function LocatorMap({ sheet, pins, title }: { sheet: MapSheet; pins: readonly Pin[]; title: string }) {
  const points = pins.map((pin) => ({ ...pin, ...sheet.project(pin.lon, pin.lat) }));
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const left = Math.min(0, ...xs.map((x) => x - MARGIN));
  const top = Math.min(0, ...ys.map((y) => y - MARGIN));
  const width = Math.max(sheet.width, ...xs.map((x) => x + MARGIN)) - left;
  const height = Math.max(sheet.height, ...ys.map((y) => y + MARGIN)) - top;
  const [from, to] = [points.find(({ mark }) => mark === 'from'), points.find(({ mark }) => mark === 'to')];
  return (
    <svg
      class="locator"
      viewBox={`${round(left)} ${round(top)} ${round(width)} ${round(height)}`}
      role="img"
      aria-label={title}
    >
      <image href={sheet.path} x="0" y="0" width={sheet.width} height={sheet.height} />
      {from && to && <line class="map-line" x1={from.x} y1={from.y} x2={to.x} y2={to.y} />}
      {points.map(({ x, y, mark }) => (
        <circle class={`pin pin-${mark}`} cx={x} cy={y} r={PIN_RADIUS} />
      ))}
    </svg>
  );
}

const round = (value: number) => Math.round(value * 10) / 10;
