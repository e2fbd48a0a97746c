/** One ride that was driven, as a statement of kilometres tells it: of whom it says nothing. */
export type DrivenRide = { date: string; from: string; to: string; metres: number; minutes: number };

export type Statement = {
  rides: readonly (Omit<DrivenRide, 'metres'> & { km: number; paidBackCents: number | null })[];
  km: number;
  /** Null where nobody said what a kilometre is paid back. */
  paidBackCents: number | null;
};

/** Tenths of a kilometre. */
const kmOf = (metres: number) => Math.round(metres / 100) / 10;
const tenths = (sum: number) => Math.round(sum * 10) / 10;

/** By date. The sum is that of the lines as they are read: whoever adds them up finds it. */
export function kilometreStatement(rides: readonly DrivenRide[], paidBackPerKmCents: number | null): Statement {
  const lines = rides
    .toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
    .map(({ metres, ...ride }) => {
      const km = kmOf(metres);
      return { ...ride, km, paidBackCents: paidBackPerKmCents === null ? null : Math.round(km * paidBackPerKmCents) };
    });
  return {
    rides: lines,
    km: tenths(lines.reduce((sum, { km }) => sum + km, 0)),
    paidBackCents:
      paidBackPerKmCents === null ? null : lines.reduce((sum, { paidBackCents }) => sum + (paidBackCents ?? 0), 0),
  };
}
