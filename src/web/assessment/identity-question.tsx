import { type IdentityInput, LANGUAGES } from '../../domain/people/identity.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { messageFor, SelectField, TextField } from '../forms/fields.tsx';
import type { FormQuestion } from '../forms/question.ts';
import { readDate } from '../forms/read-answer.ts';
import { textOf } from '../forms/typed.ts';

const { t } = FRENCH;
const say = t.assessment.quick;
const CONTROLS = ['firstName', 'lastName', 'reference', 'phone', 'language', 'birthDate'] as const;

/** Who the person is, in as much as the first page needs: the file tells the rest. */
export const identityQuestion: FormQuestion<{ identity: IdentityInput }> = {
  name: 'person',
  title: say.person,
  controls: () => CONTROLS,
  fields({ typed, errors }) {
    const text = (id: (typeof CONTROLS)[number], more: { hint?: string; size?: 'medium'; type?: 'date' } = {}) => (
      <TextField id={id} label={say[id]} value={textOf(typed, id)} error={messageFor(errors, id)} {...more} />
    );
    return (
      <>
        <div class="pair">
          {text('firstName')}
          {text('lastName')}
        </div>
        <div class="pair">
          {text('phone')}
          <SelectField
            id="language"
            label={say.language}
            value={textOf(typed, 'language')}
            error={messageFor(errors, 'language')}
            options={[
              { value: '', label: say.unknownAnswer },
              ...LANGUAGES.map((code) => ({ value: code, label: t.assessment.languages[code] ?? code })),
            ]}
          />
        </div>
        <div class="pair">
          {text('birthDate', { hint: say.birthDateHint, type: 'date', size: 'medium' })}
          {text('reference', { hint: say.referenceHint })}
        </div>
      </>
    );
  },
  read(typed) {
    const text = (id: (typeof CONTROLS)[number]) => textOf(typed, id) || null;
    const birthText = textOf(typed, 'birthDate');
    const birthDate = birthText === '' ? null : readDate(birthText);
    const isWrong = birthText !== '' && birthDate === null;
    const hasNobody = text('firstName') === null && text('lastName') === null && text('reference') === null;
    const identity: IdentityInput = {
      firstName: text('firstName'),
      lastName: text('lastName'),
      reference: text('reference'),
      phone: text('phone'),
      language: LANGUAGES.find((code) => code === text('language')) ?? null,
      birthDate,
    };
    const errors = [
      ...(hasNobody ? [{ field: 'firstName', message: t.assessment.errors.nameMissing }] : []),
      ...(isWrong ? [{ field: 'birthDate', message: t.assessment.errors.birthDate }] : []),
    ];
    return { answers: { identity }, errors };
  },
  tell: ({ identity }) =>
    [identity.firstName, identity.lastName].filter(Boolean).join(' ') || (identity.reference ?? null),
};
