import { FRENCH } from '../../i18n/languages.ts';
import type { Commune, Gazetteer } from '../../services/ports.ts';
import { chooseCommune } from '../forms/commune-choice.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { type Typed, typedText } from './typed-form.ts';

const say = FRENCH.t.intake.form;

/** Where each part of a request is typed. */
export const REQUEST_CONTROLS = {
  need: 'need',
  toOrganisationId: 'team',
  'person.firstName': 'firstName',
  'person.lastName': 'lastName',
  'person.phone': 'phone',
  'person.email': 'email',
  'person.language': 'language',
  'person.commune': 'commune',
  'person.callWhen': 'callWhen',
  'goal.kind': 'goalKind',
  'goal.place': 'place',
  'goal.when': 'when',
};

export type CommuneReading = { code: string | undefined; error: FieldMessage | null; candidates: readonly Commune[] };

/** The commune that was meant; a wrong one and one among several are asked about. */
export function readCommune(
  typed: Typed,
  gazetteer: Gazetteer,
  words: { communeUnknown: string; communeChoice(typed: string): string },
): CommuneReading {
  const text = typedText(typed, 'commune').trim();
  if (text === '') return { code: undefined, error: null, candidates: [] };
  const choice = chooseCommune({ text, chosenCode: typed.communeCode, gazetteer, inside: true });
  if (choice.kind === 'found') return { code: choice.commune.code, error: null, candidates: [] };
  if (choice.kind === 'none') {
    return { code: undefined, error: { field: 'commune', message: words.communeUnknown }, candidates: [] };
  }
  const error = { field: 'communeCode', message: words.communeChoice(text) };
  return { code: undefined, error, candidates: choice.candidates };
}

/** What the verb is asked, from what a professional typed. */
export function requestInput(typed: Typed, commune: string | undefined): Record<string, unknown> {
  const common = {
    ...(typed.team ? { toOrganisationId: typed.team } : {}),
    need: typedText(typed, 'need'),
    goal: goalOf(typed),
  };
  if (typed.personne) return { ...common, beneficiaryId: typed.personne };
  return { ...common, person: personOf(typed, commune) };
}

export const goalOf = (typed: Typed) => ({
  // Nothing chosen is said as such: the list of admitted codes is for programs.
  kind: typed.goalKind || undefined,
  place: typedText(typed, 'place'),
  when: typedText(typed, 'when'),
});

export const personOf = (typed: Typed, commune: string | undefined) => ({
  firstName: typedText(typed, 'firstName'),
  lastName: typedText(typed, 'lastName'),
  phone: typedText(typed, 'phone'),
  email: typedText(typed, 'email'),
  callWhen: typedText(typed, 'callWhen'),
  ...(typed.language ? { language: typed.language } : {}),
  ...(commune === undefined ? {} : { commune }),
  ...(typed.discreet === 'oui' ? { discreet: true } : {}),
});

/** Two things the verb does not know of: that the person agrees, and how a missing goal is asked for. */
export function pageErrors(typed: Typed): FieldMessage[] {
  return [
    ...(typed.goalKind ? [] : [{ field: 'goalKind', message: say.goalKindMissing }]),
    ...(typed.agreed === 'oui' ? [] : [{ field: 'agreed', message: say.agreedMissing }]),
  ];
}
