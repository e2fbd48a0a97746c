import type { UnmetNeed } from '../../domain/unmet/sum-unmet.ts';

export type UnmetStore = {
  /**
   * Of every person whose file is open: the legs of their last diagnostic that nobody carries, and the rides since `since`
   * (`YYYY-MM-DD`) that were refused, and nobody drove or is to drive instead. None of trials. `timeZone`: of the hours told.
   */
  list(period: { since: string; timeZone: string }): Promise<UnmetNeed[]>;
};
