import type { Context } from 'hono';
import type { Answers } from '../../domain/assessment/answer.ts';
import { SECTIONS } from '../../domain/assessment/question.ts';
import { QUESTIONS } from '../../domain/assessment/questionnaire.ts';
import { diagnosticOf } from '../../domain/assessment/to-diagnostic.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { prepareAssessment } from '../../services/assessment/prepare-assessment.ts';
import { recordAssessment } from '../../services/assessment/record-assessment.ts';
import { requireScope } from '../../services/context.ts';
import { listSites } from '../../services/employers/list-sites.ts';
import { type DraftForm, draftFormRoutes } from '../forms/draft-form.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { CommunesList } from '../forms/place-question.tsx';
import { Page } from '../layout/page.tsx';
import { signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { type Asking, formQuestionOf } from './form-question.tsx';
import { fieldMessagesOf } from './quick-form.tsx';
import { withSites } from './site-choice.tsx';
import { typedOfAnswers } from './typed-of-answers.ts';

const { t } = FRENCH;
const say = t.assessment;

const pathOf = (beneficiaryId: string) => `/pro/personnes/${encodeURIComponent(beneficiaryId)}`;

/** `/pro/personnes/:id/questionnaire`: everything that can still change the answer, part by part. */
export const fullRoutes = () => draftFormRoutes<Answers>('/pro/personnes/:id/questionnaire', fullForm);

async function fullForm(c: Context<PagesEnv>): Promise<DraftForm<Answers>> {
  const { ctx, formToken, handle } = await signedIn(c);
  requireScope(ctx, 'people:write');
  const { site } = c.var.visit;
  const { gazetteer } = handle;
  const beneficiaryId = c.req.param('id') ?? '';
  const start = await prepareAssessment({ ctx, input: { beneficiaryId } });
  const asking = { gazetteer, beside: start.beside, compact: false };
  const file = pathOf(beneficiaryId);
  const form = `assessment ${beneficiaryId}`;
  return {
    ctx,
    form,
    path: `${file}/questionnaire`,
    pages: withSites(pagesOf(asking), await listSites({ ctx })),
    nothing: {},
    begin: async () => (start.last === null ? {} : typedOfAnswers(start.last.answers, gazetteer)),
    async finish(draft, answers) {
      const input = { beneficiaryId, mode: 'full' as const, answers, draft: { id: draft.id, form } };
      const { diagnosticId, ...ids } = await recordAssessment({ ctx, input });
      return diagnosticId === null ? ids : { ...ids, diagnosticId };
    },
    resultPath: ({ assessmentId }) => `${file}/bilan/${encodeURIComponent(assessmentId ?? '')}`,
    messages: ({ errors }) => fieldMessagesOf(errors),
    words: { ...say.full.words, errorSummary: t.errors.summary },
    warnings(answers) {
      const { facts, missing } = diagnosticOf(answers, start.beside);
      return facts === null ? [say.full.noHome] : missing.length > 0 ? [say.full.noJob] : [];
    },
    layout: ({ title, hasErrors, children }) => (
      <Page site={site} title={`${title} – ${say.full.title}`} hasErrors={hasErrors} noIndex>
        <p class="way-back">
          <a href={file}>{say.full.backToFile}</a>
          {start.name && <span> {say.full.about(start.name)}</span>}
        </p>
        {children}
      </Page>
    ),
    inForm: (
      <>
        <FormToken value={formToken} />
        <CommunesList gazetteer={gazetteer} />
      </>
    ),
  };
}

const pagesOf = (asking: Asking) =>
  SECTIONS.map((section) => ({
    name: section,
    title: say.sections[section],
    questions: QUESTIONS.filter((question) => question.section === section).map((question) =>
      formQuestionOf(question, asking),
    ),
  }));
