import type { OpenQuestion } from '../domain/matching/concerns.ts';
import { type Rider, riderOf } from '../domain/matching/concerns-carpool.ts';
import { addDays } from '../domain/schedule/dates.ts';
import { publicHolidays } from '../domain/schedule/holidays.ts';
import { clockChanges } from '../domain/schedule/local-clock.ts';
import type { Context, TerritoryHandle } from './context.ts';
import { factsOfRecord } from './match-offers.ts';
import type { DiagnosticRecord, OpenVersion } from './ports.ts';

/** A diagnostic with all that the rules ask of it but the offers. */
export type OpenDiagnostic = {
  id: string;
  version: number;
  isTrial: boolean;
  question: OpenQuestion;
  rider: Rider;
};

export type OpenDiagnostics = {
  /**
   * Hands over, page by page, the open diagnostics whose result rests on an older catalogue than `olderThan`. Open: not
   * expired, and of other goals, not over.
   */
  forEach(
    ctx: Context,
    olderThan: number,
    work: (page: readonly (OpenDiagnostic & Pick<OpenVersion, 'catalogueVersion'>)[]) => Promise<void>,
  ): Promise<void>;
};

/** Listed at once, and read at once where they are not known. */
const PAGE = 2_000;
const READ = 250;
/** Some ten kilobytes each. */
const MOST_KEPT = 20_000;

/** Those of one day under one set of rules; null for one that is over. */
type Kept = { today: string; handle: TerritoryHandle; byId: Map<string, OpenDiagnostic | null> };

/**
 * Keeps what was worked out of open diagnostics in this process: each version is read and unrolled once a day, however many
 * offers change. All of it is forgotten the next day, and with it whoever was deleted meanwhile.
 */
export function createOpenDiagnostics(): OpenDiagnostics {
  const known = new Map<string, Kept>();

  function keptOf(territoryId: string, today: string, handle: TerritoryHandle): Kept {
    const kept = known.get(territoryId);
    if (kept?.today === today && kept.handle === handle && kept.byId.size < MOST_KEPT) return kept;
    const fresh: Kept = { today, handle, byId: new Map() };
    known.set(territoryId, fresh);
    return fresh;
  }

  return {
    async forEach(ctx, olderThan, work) {
      const { deps, actor } = ctx;
      const { turn } = deps.routers(actor.territoryId);
      const handle = await deps.territory(actor.territoryId);
      const now = deps.clock.now().toZonedDateTimeISO(handle.territory.timeZone);
      const nowSeconds = now.hour * 3600 + now.minute * 60 + now.second;
      const { byId, today } = keptOf(actor.territoryId, now.toPlainDate().toString(), handle);
      const questionOf = questions(ctx, handle, today);

      for (let afterId = ''; ; ) {
        const listed = await deps.database.transact(actor, ({ rematching }) =>
          rematching.listOpen({ olderThan, afterId, limit: PAGE }),
        );
        const missing = listed.filter(({ diagnosticId, version }) => {
          const one = byId.get(diagnosticId);
          return one === undefined || (one !== null && one.version !== version);
        });
        for (let at = 0; at < missing.length; at += READ) {
          const ids = missing.slice(at, at + READ).map(({ diagnosticId }) => diagnosticId);
          const records = await deps.database.transact(actor, ({ rematching }) => rematching.readNewest(ids));
          const leave = await turn?.();
          try {
            for (const record of records)
              byId.set(record.id, isOver(record, today) ? null : openOf(record, questionOf));
          } finally {
            leave?.();
          }
        }
        const page = listed.flatMap(({ diagnosticId, version, catalogueVersion }) => {
          const one = byId.get(diagnosticId);
          // One revised since it was listed has a job of its own.
          if (one?.version !== version) return [];
          return [{ ...one, question: { ...one.question, nowSeconds }, catalogueVersion }];
        });
        if (page.length > 0) await work(page);
        const last = listed.at(-1);
        if (last === undefined || listed.length < PAGE) return;
        afterId = last.diagnosticId;
      }
    },
  };
}

function openOf(record: DiagnosticRecord, questionOf: (record: DiagnosticRecord) => OpenQuestion): OpenDiagnostic {
  const question = questionOf(record);
  const { id, version, expiresAt } = record;
  return { id, version, isTrial: expiresAt !== null, question, rider: riderOf(question) };
}

function isOver({ input: { job, goal } }: DiagnosticRecord, today: string): boolean {
  const dates = goal?.dates ?? [];
  return job === undefined && dates.length > 0 && dates.every(({ date }) => date < today);
}

/** Everything the rules ask of a diagnostic but the offers; what many diagnostics share is worked out once. */
function questions(ctx: Context, handle: TerritoryHandle, today: string): (record: DiagnosticRecord) => OpenQuestion {
  const { timeZone, rules, holidays } = handle.territory;
  const years = new Map<string, Pick<OpenQuestion, 'holidays' | 'clockChanges'>>();
  return (record) => {
    const facts = factsOfRecord(ctx, handle, record);
    const { startsOn } = facts;
    const year = years.get(startsOn) ?? {
      holidays: new Set(publicHolidays(startsOn, addDays(startsOn, 800), holidays).keys()),
      clockChanges: clockChanges(startsOn, 366, timeZone),
    };
    years.set(startsOn, year);
    return { facts, rules, timeZone, today, nowSeconds: 0, ...year };
  };
}
