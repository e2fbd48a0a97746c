import type { Context, Hono } from 'hono';
import { isKnown, isOpenFact, type OpenFact } from '../../domain/diagnostic/open-facts.ts';
import { dateAt, laterDate } from '../../domain/schedule/dates.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { Context as ServiceContext, TerritoryHandle } from '../../services/context.ts';
import { ProblemError } from '../../services/errors.ts';
import { explainOffer } from '../../services/explain-offer.ts';
import { getDiagnostic, noDiagnostic } from '../../services/get-diagnostic.ts';
import { answerOpenFact } from '../../services/result/answer-open-fact.ts';
import { browseResult } from '../../services/result/browse-result.ts';
import { compareOffers } from '../../services/result/compare-offers.ts';
import { mapResult } from '../../services/result/map-result.ts';
import { watchResult } from '../../services/result/watch-result.ts';
import type { DiagnosticView } from '../../services/view-diagnostic.ts';
import { sentOnce } from '../forms/sent-once.ts';
import { allowScripts } from '../layout/content-security.ts';
import { createStreamCount, liveEvents } from '../layout/live-events.ts';
import { render } from '../layout/render.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { AnswerConflictPage, AnswerPage } from './answer-page.tsx';
import { ANSWER } from './ask-field.tsx';
import { ComparePage } from './compare-page.tsx';
import { ExplanationPage } from './explanation-page.tsx';
import { GoneOfferPage } from './gone-offer-page.tsx';
import { wordsOfFact } from './known-facts.ts';
import { MapPage, mapData } from './map-page.tsx';
import { outlineSheet } from './outline-sheet.ts';
import { readOpenAnswer } from './read-open-answer.ts';
import { ResultPage } from './result-page.tsx';
import type { ResultPlace } from './result-place.ts';
import { queryText, readQuery } from './result-query.ts';
import { FailedPage, PendingPage } from './waiting-page.tsx';

const { t } = FRENCH;
/** Most results are there before a browser has followed the redirection. */
const WAIT_SECONDS = 2;

/** A result as one request finds it. */
export type Opened = {
  ctx: ServiceContext;
  handle: TerritoryHandle;
  diagnosticId: string;
  /** Whose file it must belong to; absent for a trial. */
  beneficiaryId?: string;
  place: ResultPlace;
  /** Who has pages of it open. */
  holder: string;
};

type PageContext = Context<PagesEnv>;

export type ResultAccess = {
  /** Throws what any page throws. */
  open(c: PageContext): Promise<Opened>;
  /** Before a search is made again. Throws `tooManyRequests`. */
  countSearch?(c: PageContext): void;
  /** Where a result is after it was revised. */
  pathOf(opened: Opened, diagnostic: DiagnosticView): string;
};

/**
 * Everything that is looked at of one result, below `base`: the result, one offer of it, three side by side, a question, its
 * events. A trial and a person's file differ in who may open it, and in nothing else.
 */
export function mountResult(routes: Hono<PagesEnv>, base: string, access: ResultAccess): void {
  const streams = createStreamCount();

  routes.get(base, async (c) => {
    const opened = await access.open(c);
    const { ctx, place, handle } = opened;
    const params = new URL(c.req.url).searchParams;
    const query = readQuery(params);
    const { filter, pages } = query;
    const view = await browseResult({ ctx, input: { ...ids(opened), filter, pages, waitSeconds: WAIT_SECONDS } });
    const { site, sheet, territory } = c.var.visit;
    if (view.status === 'pending') {
      allowScripts(c);
      const path = `${place.path}${queryText(query)}`;
      return render(c, <PendingPage site={site} place={place} path={path} next={lookNext(c, place)} />);
    }
    if (view.status === 'failed') return render(c, <FailedPage site={site} place={place} failure={view.failure} />);
    if (view.rematching) allowScripts(c);
    const { home, job, goal, expiresAt } = view.diagnostic;
    const instant = (iso: string) => t.format.instant(iso, handle.territory.timeZone);
    const label = (where: typeof home) =>
      where.label ?? (where.commune && handle.gazetteer.findByCode(where.commune)?.name) ?? '';
    const onMap = (where: typeof home) => ({ label: label(where), lon: where.lon, lat: where.lat });
    const destination = job ?? goal?.place;
    return render(
      c,
      <ResultPage
        site={site}
        // The picture of the public's territory says nothing of another.
        sheet={handle.territory.id === territory.id ? sheet : null}
        place={place}
        view={view}
        query={query}
        home={onMap(home)}
        job={destination ? onMap(destination) : null}
        startsOn={job?.startsOn ?? goal?.dates[0]?.date ?? null}
        keptUntil={expiresAt === null ? null : instant(expiresAt)}
        computedAt={view.computedAt === null ? '' : instant(view.computedAt)}
        answered={params.get('repondu') === '1'}
      />,
    );
  });

  routes.get(`${base}/offre/:offerId`, async (c) => {
    const opened = await access.open(c);
    const { ctx, place, handle } = opened;
    const offerId = c.req.param('offerId') ?? '';
    await getOwn(opened);
    const explanation = await orNull(explainOffer({ ctx, input: { diagnosticId: opened.diagnosticId, offerId } }));
    if (explanation === null) return render(c, <GoneOfferPage site={c.var.visit.site} place={place} />, 404);
    return render(
      c,
      <ExplanationPage
        site={c.var.visit.site}
        place={place}
        explanation={explanation}
        computedAt={t.format.instant(explanation.computedAt, handle.territory.timeZone)}
      />,
    );
  });

  routes.get(`${base}/comparer`, async (c) => {
    const opened = await access.open(c);
    const offerIds = askedOffers(c);
    const comparison = await compareOffers({ ctx: opened.ctx, input: { ...ids(opened), offerIds } });
    return render(
      c,
      <ComparePage site={c.var.visit.site} place={opened.place} comparison={comparison} asked={offerIds.length} />,
    );
  });

  routes.get(`${base}/question/:fact`, async (c, next) => {
    const fact = c.req.param('fact') ?? '';
    if (!isOpenFact(fact)) return next();
    const opened = await access.open(c);
    return showQuestion(c, opened, { fact, diagnostic: await getOwn(opened), values: [] });
  });

  routes.post(`${base}/question/:fact`, async (c, next) => {
    const fact = c.req.param('fact') ?? '';
    if (!isOpenFact(fact)) return next();
    // Whose form it is comes first: that reads the body too.
    const opened = await access.open(c);
    const form = new URLSearchParams(await c.req.text());
    const present = await getOwn(opened);
    const values = form.getAll(ANSWER);
    const isTrial = opened.place.forPerson === null;
    const read = readOpenAnswer(fact, values, { isTrial, startsOn: ageDay(opened, present) });
    if ('error' in read) {
      return showQuestion(c, opened, { fact, diagnostic: present, values, error: read.error });
    }
    const { answer } = read;
    access.countSearch?.(c);
    const ctx = {
      ...opened.ctx,
      idempotency: isTrial ? sentOnce('trial-answer', opened.diagnosticId, answer) : undefined,
    };
    const expectedVersion = Number(form.get('version')) || 0;
    try {
      const revised = await answerOpenFact({ ctx, input: { ...ids(opened), expectedVersion, answer } });
      return c.redirect(`${access.pathOf(opened, revised)}${wayBack(c, true)}`, 303);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (error.code === 'conflict') return showConflict(c, opened, { fact, values });
      if (error.code !== 'invalid') throw error;
      const message = error.errors[0]?.message ?? error.message;
      return showQuestion(c, opened, { fact, diagnostic: present, values, error: message });
    }
  });

  const mapOf = async (c: PageContext) => {
    const opened = await access.open(c);
    const offerIds = askedOffers(c);
    const map = await mapResult({ ctx: opened.ctx, input: { ...ids(opened), offerIds } });
    return { opened, offerIds, map };
  };

  routes.get(`${base}/carte`, async (c) => {
    const { opened, offerIds, map } = await mapOf(c);
    const { handle, place } = opened;
    const query = new URLSearchParams(offerIds.map((id): [string, string] => ['offres', id]));
    allowScripts(c);
    return render(
      c,
      <MapPage
        site={c.var.visit.site}
        place={place}
        map={map}
        placesPath={`${place.path}/carte/lieux.json${query.size === 0 ? '' : `?${query}`}`}
        outlinesPath={outlineSheet(handle.territory.id, handle.gazetteer).path}
      />,
    );
  });

  routes.get(`${base}/carte/lieux.json`, async (c) => {
    const { map } = await mapOf(c);
    c.header('cache-control', 'no-store');
    return c.json(mapData(map));
  });

  routes.get(`${base}/evenements`, async (c) => {
    const opened = await access.open(c);
    const computedAt = new URL(c.req.url).searchParams.get('depuis') ?? undefined;
    const input = { ...ids(opened), ...(computedAt ? { computedAt } : {}) };
    const watch = (timeoutMs: number) => watchResult({ ctx: opened.ctx, input: { ...input, timeoutMs } });
    return liveEvents(c, { watch, streams, holder: opened.holder });
  });
}

/** Said one by one or with commas between, each once. */
const askedOffers = (c: PageContext): string[] => {
  const asked = new URL(c.req.url).searchParams.getAll('offres').flatMap((list) => list.split(','));
  return [...new Set(asked)].filter((id) => id !== '');
};

type Ids = Pick<Opened, 'diagnosticId' | 'beneficiaryId'>;
const ids = ({ diagnosticId, beneficiaryId }: Opened): Ids => ({
  diagnosticId,
  ...(beneficiaryId === undefined ? {} : { beneficiaryId }),
});

/** The diagnostic of that very person. Throws `notFound`. */
async function getOwn({ ctx, diagnosticId, beneficiaryId }: Opened): Promise<DiagnosticView> {
  const diagnostic = await getDiagnostic({ ctx, input: { id: diagnosticId } });
  if (beneficiaryId !== undefined && diagnostic.beneficiary.id !== beneficiaryId) throw noDiagnostic();
  return diagnostic;
}

type Question = { fact: OpenFact; diagnostic: DiagnosticView; values: readonly string[]; error?: string };

function showQuestion(c: PageContext, opened: Opened, { fact, diagnostic, values, error }: Question) {
  const { place } = opened;
  return render(
    c,
    <AnswerPage
      site={c.var.visit.site}
      asking={{ place, version: diagnostic.version, query: '' }}
      fact={fact}
      action={new URL(c.req.url).pathname + new URL(c.req.url).search}
      back={`${place.path}${wayBack(c)}`}
      values={values}
      error={error}
      known={isKnown(fact, diagnostic) ? wordsOfFact(fact, diagnostic) : null}
    />,
    error === undefined ? 200 : 422,
  );
}

async function showConflict(c: PageContext, opened: Opened, { fact, values }: Pick<Question, 'fact' | 'values'>) {
  const newest = await getOwn(opened);
  const { place } = opened;
  return render(
    c,
    <AnswerConflictPage
      site={c.var.visit.site}
      asking={{ place, version: newest.version, query: '' }}
      fact={fact}
      action={new URL(c.req.url).pathname + new URL(c.req.url).search}
      back={`${place.path}${wayBack(c)}`}
      values={values}
      yours={values.join(', ')}
      theirs={isKnown(fact, newest) ? wordsOfFact(fact, newest) : null}
    />,
    409,
  );
}

/** Back to the page and the offer the question was asked at; the address says both, and nothing else is followed. */
function wayBack(c: PageContext, answered = false): string {
  const params = new URL(c.req.url).searchParams;
  const text = new URLSearchParams(queryText(readQuery(params)));
  const anchor = anchorOf(params);
  if (answered) {
    text.set('repondu', '1');
    if (anchor !== null) text.set('ancre', anchor);
  }
  return `${text.size === 0 ? '' : `?${text}`}${anchor === null ? '' : `#${anchor}`}`;
}

/**
 * While the result is made again: the same page at the same offer. A browser goes to a place of the page it is on without
 * asking for it anew, so the address counts how often it was looked at.
 */
function lookNext(c: PageContext, { path }: ResultPlace): string | undefined {
  const params = new URL(c.req.url).searchParams;
  const anchor = anchorOf(params);
  if (anchor === null) return undefined;
  const text = new URLSearchParams(queryText(readQuery(params)));
  text.set('repondu', '1');
  text.set('ancre', anchor);
  text.set('vu', String((Number(params.get('vu')) || 0) + 1));
  return `${path}?${text}#${anchor}`;
}

function anchorOf(params: URLSearchParams): string | null {
  const anchor = params.get('ancre') ?? '';
  return /^[\w-]{1,120}$/.test(anchor) ? anchor : null;
}

/** The day for which a trial's age is told: the first of work, or today where that is later. */
function ageDay({ ctx, handle }: Opened, { job, goal }: DiagnosticView): string {
  const today = dateAt(ctx.deps.clock.now(), handle.territory.timeZone);
  return laterDate(job?.startsOn ?? goal?.dates[0]?.date ?? today, today);
}

async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'notFound') return null;
    throw error;
  }
}
