import { FRENCH } from '../../i18n/languages.ts';
import { NAMED_OFFERS, type ResultView } from '../../services/result/browse-result.ts';
import { AskInPlace, type Asking } from './ask-field.tsx';
import { offerTitle } from './offer-title.ts';

const { t } = FRENCH;
const say = t.result.questions;

/** Where these questions stand in the page. */
export const QUESTIONS = 'questions';

/** What many offers wait for, asked once, with the offers that each answer would settle. */
export function OpenQuestions({ view, asking }: { view: ResultView; asking: Asking }) {
  const { questions, matches } = view;
  if (questions.length === 0) return null;
  const titles = new Map(matches.map((match) => [match.offerId, offerTitle(match)]));
  return (
    <section aria-labelledby={QUESTIONS}>
      <h2 id={QUESTIONS}>{say.heading(questions.length)}</h2>
      <ol class="open-questions">
        {questions.map(({ fact, offerIds, alone }) => {
          const named = offerIds.slice(0, NAMED_OFFERS).flatMap((id) => titles.get(id) ?? []);
          const question = say.asked[fact];
          return (
            <li>
              <strong>{question}</strong>
              <p class="soft">
                {say.waiting(named, offerIds.length - named.length)}
                {alone > 0 && ` ${say.alone(alone, offerIds.length)}`}
              </p>
              <AskInPlace
                asking={asking}
                fact={fact}
                question={question}
                anchor={QUESTIONS}
                id={`${fact}-${QUESTIONS}`}
              />
            </li>
          );
        })}
      </ol>
    </section>
  );
}
