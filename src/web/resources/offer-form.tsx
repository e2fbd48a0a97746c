import type { Context } from 'hono';
import { OFFER_KINDS, type Offer, type OfferKind } from '../../domain/catalogue/offer.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { findPlaces } from '../../services/bookings/find-places.ts';
import { getKeptOffer } from '../../services/catalogue/get-kept-offer.ts';
import { findPreview, type OfferPreview } from '../../services/catalogue/preview-offer.ts';
import { saveOfferDraft } from '../../services/catalogue/save-offer-draft.ts';
import { requireScope, type Context as ServiceContext, type TerritoryHandle } from '../../services/context.ts';
import { findOpenDraft } from '../../services/drafts/find-open-draft.ts';
import { getDraft } from '../../services/drafts/get-draft.ts';
import { ProblemError } from '../../services/errors.ts';
import { accessSentences } from '../catalogue/offer-facts.ts';
import { zoneNames } from '../catalogue/zone-names.ts';
import type { DraftForm } from '../forms/draft-form.tsx';
import { FormToken } from '../forms/form-token.tsx';
import type { FormPage, FormQuestion } from '../forms/question.ts';
import { readTyped, type TypedAnswers, textOf } from '../forms/typed.ts';
import { allowScripts } from '../layout/content-security.ts';
import { Page } from '../layout/page.tsx';
import { signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { outlineSheet } from '../result/outline-sheet.ts';
import { controlsOf, type EditorGround } from './answers/answer.ts';
import { unfoundTexts } from './answers/place.tsx';
import { controlOf, everyFieldOf, fieldsOf, type OfferField, SECTIONS } from './offer-fields.tsx';
import { NEW_PATH, offerPath } from './paths.ts';
import { PreviewPanel } from './preview-panel.tsx';
import {
  fieldMessages,
  type OfferAnswers,
  offerOf,
  readField,
  typedAnew,
  typedOf,
  VERSION_CONTROL,
  valueAt,
  versionOf,
} from './read-offer.ts';

const { t } = FRENCH;
const say = t.resources;

type PageContext = Context<PagesEnv>;
/** `wanted`: the offer as the answers make it, not checked. */
export type OfferForm = DraftForm<OfferAnswers> & { wanted(answers: OfferAnswers): Record<string, unknown> };

function nullIfInvalid(error: unknown): null {
  if (error instanceof ProblemError && error.code === 'invalid') return null;
  throw error;
}

export const draftForm = (kind: OfferKind, offerId: string | null) =>
  offerId === null ? `offer new ${kind}` : `offer ${offerId}`;

/** `/ressources/offres/nouvelle/:kind` */
export async function newOfferForm(c: PageContext): Promise<OfferForm> {
  const kind = OFFER_KINDS.find((one) => one === c.req.param('kind'));
  if (kind === undefined) throw new ProblemError('notFound', 'Ce type d’offre n’existe pas.');
  const { ctx } = await signedIn(c);
  requireScope(ctx, 'offers:write');
  return formFor(c, kind, null);
}

/** `/ressources/offres/:id/modifier` */
export async function changeOfferForm(c: PageContext): Promise<OfferForm> {
  const { ctx } = await signedIn(c);
  const { offer, archivedAt } = await getKeptOffer({ ctx, input: { id: c.req.param('id') ?? '' } });
  if (archivedAt !== null) throw new ProblemError('conflict', say.conflict.gone);
  return formFor(c, offer.kind, offer);
}

async function formFor(c: PageContext, kind: OfferKind, present: Offer | null): Promise<OfferForm> {
  const { ctx, formToken, handle } = await signedIn(c);
  const { site } = c.var.visit;
  const form = draftForm(kind, present?.id ?? null);
  const path = present === null ? `${NEW_PATH}/${kind}` : offerPath(present.id, 'modifier');
  const ground = await groundFor(ctx, handle, await typedSoFar(c, ctx, form));
  const hasMap = kind === 'demandResponsiveTransport';
  if (hasMap) allowScripts(c);
  const title = present === null ? say.form.addTitle(t.catalogue.kinds[kind]) : say.form.changeTitle(present.title);
  const wanted = (answers: OfferAnswers) => offerOf(kind, answers, present);
  return {
    wanted,
    ctx,
    form,
    path,
    pages: pagesFor(kind, ground),
    nothing: {},
    begin: async () => (present === null ? typedAnew() : typedOf(present)),
    finish: (draft, answers) =>
      saveOfferDraft({
        ctx,
        input: {
          draft: { id: draft.id, form },
          offer: wanted(answers),
          changes: present === null ? null : { id: present.id, expectedVersion: versionOf(draft.typed) },
        },
      }),
    resultPath: ({ offerId, outcome }) => `${offerPath(offerId ?? '')}?fait=${outcome ?? 'modifiee'}`,
    messages: ({ errors }) => fieldMessages(kind, errors),
    elsewhere: (error, draft) =>
      error instanceof ProblemError && error.code === 'conflict' && present !== null
        ? offerPath(present.id, 'comparer', draft.id)
        : null,
    async aside(draft, answers) {
      const preview = await findPreview({ ctx, input: { offer: wanted(answers) } }).catch(nullIfInvalid);
      const shown: OfferPreview | null =
        preview?.kind === 'notAsked' && c.req.query('apercu') === 'long' ? { kind: 'tooLong' } : preview;
      return shown && <PreviewPanel preview={shown} action={`${path}/${draft.id}/apercu`} formToken={formToken} />;
    },
    words: { ...say.form.words, errorSummary: t.errors.summary },
    layout: ({ title: part, hasErrors, children }) => (
      <Page
        site={site}
        title={`${part} – ${title}`}
        hasErrors={hasErrors}
        noIndex
        {...(hasMap ? { styles: ['leaflet'], scripts: ['leaflet', 'draw'] } : {})}
      >
        <p class="way-back">
          <a href={present === null ? NEW_PATH : offerPath(present.id)}>{title}</a>
        </p>
        {children}
        {hasMap && <div data-outlines={outlineSheet(handle.territory.id, handle.gazetteer).path} />}
      </Page>
    ),
    inForm: <FormToken value={formToken} />,
  };
}

/** What is in the draft, and what is being sent: places of both are looked up before they are read. */
async function typedSoFar(c: PageContext, ctx: ServiceContext, form: string): Promise<readonly TypedAnswers[]> {
  const id = c.req.param('draft');
  const sent = c.req.method === 'POST' ? [readTyped(new URLSearchParams(await c.req.text()))] : [];
  if (id === undefined) {
    // The first page says how far the one that was begun has come.
    const open = await findOpenDraft({ ctx, input: { form } });
    return [...(open ? [open.typed] : []), ...sent];
  }
  if (id === 'nouveau') return sent;
  return [(await getDraft({ ctx, input: { id, form } })).typed, ...sent];
}

export async function groundFor(
  ctx: ServiceContext,
  { gazetteer, territory }: TerritoryHandle,
  typed: readonly TypedAnswers[],
): Promise<EditorGround> {
  const texts = [...new Set(typed.flatMap(unfoundTexts))].filter((text) => text.length <= 200);
  const found = await Promise.all(
    texts.map(async (text) => [text, await findPlaces({ ctx, input: { text } })] as const),
  );
  return { gazetteer, territory, found: new Map(found) };
}

function pagesFor(kind: OfferKind, ground: EditorGround): FormPage<OfferAnswers>[] {
  return SECTIONS.map((section) => {
    const fields = fieldsOf(kind)[section];
    const questions = fields.map((field, at) => questionFor(field, ground, at === 0));
    return {
      name: section,
      title: say.form.sections[section],
      ...(say.form.hints[section] ? { hint: say.form.hints[section] } : {}),
      questions: section === 'acces' ? [...questions, sentencesFor(kind, ground)] : questions,
    };
  });
}

/** `isFirst`: it carries the version that its page was made from, so that a later one is not taken for it. */
function questionFor(field: OfferField, ground: EditorGround, isFirst: boolean): FormQuestion<OfferAnswers> {
  const { sort, path, label, hint, isRequired } = field;
  const name = controlOf(path);
  return {
    name,
    title: label,
    hint,
    controls: (typed) => [...controlsOf(name, typed), ...(isFirst ? [VERSION_CONTROL] : [])],
    fields: ({ typed, errors, action }) => (
      <>
        {isFirst && textOf(typed, VERSION_CONTROL) !== '' && (
          <input type="hidden" name={VERSION_CONTROL} value={textOf(typed, VERSION_CONTROL)} />
        )}
        {sort.fields({ name, label, hint, isRequired, typed, errors, action, ground })}
      </>
    ),
    read(typed) {
      const { value, errors } = readField(field, typed, ground);
      return { answers: { [path]: value }, errors };
    },
    tell: (answers) => sort.tell(answers[path], ground),
    act: (action, typed) => sort.act?.(action, typed, name),
  };
}

/** Every answer of a form that can be understood, by path. */
export function answersOf(kind: OfferKind, typed: TypedAnswers, ground: EditorGround): OfferAnswers {
  return Object.fromEntries(everyFieldOf(kind).map((field) => [field.path, readField(field, typed, ground).value]));
}

const SENTENCES = 'phrases';

/** The conditions as everybody will read them, made from what stands in the form. */
function sentencesFor(kind: OfferKind, ground: EditorGround): FormQuestion<OfferAnswers> {
  const sentences = (answers: OfferAnswers) => {
    const offer = offerOf(kind, answers, null);
    const list = (path: string) => (valueAt(offer, path) as string[] | undefined) ?? [];
    const age = (path: string) => (valueAt(offer, path) as number | undefined) ?? null;
    return accessSentences(
      {
        eligibilityZone: list('eligibilityZone'),
        audiences: list('audiences'),
        accessConditions: {
          minAge: age('accessConditions.minAge'),
          maxAge: age('accessConditions.maxAge'),
          statuses: list('accessConditions.statuses'),
          referralRequired: valueAt(offer, 'accessConditions.referralRequired') === true,
        },
        details: (valueAt(offer, 'details') as object | undefined) ?? {},
      },
      {
        t,
        zoneNames: (codes) => zoneNames(codes, ground),
        amExemptBornBefore: ground.territory.rules.amExemptBornBefore,
      },
    );
  };
  return {
    name: SENTENCES,
    title: say.form.sentences,
    controls: () => [],
    fields: ({ typed, action }) => (
      <section class="panel" aria-labelledby="phrases-titre" id={`${SENTENCES}-grille`}>
        <h2 id="phrases-titre">{say.form.sentences}</h2>
        <ul class="plain-list">
          {sentences(answersOf(kind, typed, ground)).map((sentence) => (
            <li>{sentence}</li>
          ))}
        </ul>
        <p class="actions">
          <button
            type="submit"
            class="button button-quiet"
            name="action"
            value={`read:${SENTENCES}`}
            formaction={`${action}#${SENTENCES}-grille`}
          >
            {say.form.readAgain}
          </button>
        </p>
      </section>
    ),
    read: () => ({ answers: {}, errors: [] }),
    tell: (answers) => sentences(answers).join(' '),
    act: (action, typed) => (action === `read:${SENTENCES}` ? typed : undefined),
  };
}
