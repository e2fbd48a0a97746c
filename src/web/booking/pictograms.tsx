import type { BookingNeed } from '../../domain/booking/booking.ts';

/** Drawn for this house, one line each; words stand beside them. */
const PATHS: Record<BookingNeed, string> = {
  wheelchair: 'M18 6a4 4 0 1 0 .1 0M17 15v14h12l6 12h5M17 21h10M15 24a11 11 0 1 0 13 15',
  walksLittle: 'M21 6a4 4 0 1 0 .1 0M20 15l-4 14 6 6-2 9M16 29l-6 14M20 18l8 8M30 24l4 20',
  helpGettingIn:
    'M14 6a4 4 0 1 0 .1 0M14 14v16l-4 14M14 30l6 14M14 19l12 6M34 8a4 4 0 1 0 .1 0M34 16v14l-3 14M34 30l5 14M34 20l-8 6',
  childSeat: 'M17 6h12l5 22M14 28h22l4 12H12zM24 13a4 4 0 1 0 .1 0M24 22v8h8',
  luggage: 'M8 16h32v24H8zM18 16v-6h12v6M16 16v24M32 16v24',
  animal: 'M10 20v14m0 0v8m0-14h22m0 0v14M32 28v-8l4-8 4 8h4v6h-8M10 20c-4 0-5-4-5-7',
};

export const Pictogram = ({ need }: { need: BookingNeed }) => (
  <svg class="pictogram" viewBox="0 0 48 48" width="48" height="48" aria-hidden="true" focusable="false">
    <path
      d={PATHS[need]}
      fill="none"
      stroke="currentColor"
      stroke-width="3"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  </svg>
);
