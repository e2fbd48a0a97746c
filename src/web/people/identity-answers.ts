import { type Identity, LANGUAGES } from '../../domain/people/identity.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { Commune, Gazetteer } from '../../services/ports.ts';
import { chooseCommune, communeLabel } from '../forms/commune-choice.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { readClock, readDate } from '../forms/read-answer.ts';

const say = FRENCH.t.people.edit;

/** What the form holds, as it was typed. */
export type IdentityAnswers = {
  firstName: string;
  lastName: string;
  birthDate: string;
  phone: string;
  email: string;
  language: string;
  commune: string;
  communeCode: string;
  reference: string;
  discreet: boolean;
  safeDays: readonly string[];
  safeFrom: string;
  safeTo: string;
};

export type IdentityReading = {
  identity: Identity;
  errors: FieldMessage[];
  /** Where the commune's name is that of several. */
  candidates: readonly Commune[];
};

const TEXTS = ['firstName', 'lastName', 'phone', 'email', 'reference'] as const;

export function answersOfForm(form: URLSearchParams): IdentityAnswers {
  const text = (name: string) => form.get(name) ?? '';
  return {
    firstName: text('firstName'),
    lastName: text('lastName'),
    birthDate: text('birthDate'),
    phone: text('phone'),
    email: text('email'),
    language: text('language'),
    commune: text('commune'),
    communeCode: text('communeCode'),
    reference: text('reference'),
    discreet: form.get('discreet') === 'oui',
    safeDays: form.getAll('safeDays'),
    safeFrom: text('safeFrom'),
    safeTo: text('safeTo'),
  };
}

/** A stored identity, to be corrected. */
export function answersOfIdentity(identity: Identity, gazetteer: Gazetteer): IdentityAnswers {
  const commune = identity.commune === null ? null : gazetteer.findByCode(identity.commune);
  const [window, another] = identity.safeHours;
  const only = another ? undefined : window;
  return {
    firstName: identity.firstName ?? '',
    lastName: identity.lastName ?? '',
    birthDate: identity.birthDate === null ? '' : identity.birthDate.split('-').reverse().join('/'),
    phone: identity.phone ?? '',
    email: identity.email ?? '',
    language: identity.language ?? '',
    commune: commune ? communeLabel(commune) : (identity.commune ?? ''),
    communeCode: identity.commune ?? '',
    reference: identity.reference ?? '',
    discreet: identity.discreet,
    safeDays: only?.weekdays.map(String) ?? [],
    safeFrom: only?.from ?? '',
    safeTo: only?.to ?? '',
  };
}

/** `kept`: hours that one window cannot say stay as they are while the form says nothing of them. */
export function readIdentity(
  answers: IdentityAnswers,
  { gazetteer, kept }: { gazetteer: Gazetteer; kept: Identity['safeHours'] },
): IdentityReading {
  const errors: FieldMessage[] = [];
  const texts = Object.fromEntries(TEXTS.map((name) => [name, answers[name].trim() || null]));
  const birthDate = answers.birthDate.trim() === '' ? null : readDate(answers.birthDate);
  if (birthDate === null && answers.birthDate.trim() !== '') {
    errors.push({ field: 'birthDate', message: say.wrongBirthDate });
  }
  const choice = readCommune(answers, gazetteer);
  if (choice.kind === 'none') errors.push({ field: 'commune', message: say.unknownCommune });
  if (choice.kind === 'ambiguous') errors.push({ field: 'communeCode', message: say.ambiguousCommune });
  const safeHours = readHours(answers, kept);
  if (safeHours === null) errors.push({ field: 'safeFrom', message: say.wrongHours });
  return {
    identity: {
      ...(texts as Record<(typeof TEXTS)[number], string | null>),
      birthDate,
      language: LANGUAGES.find((code) => code === answers.language) ?? null,
      commune: choice.kind === 'found' ? choice.code : null,
      discreet: answers.discreet,
      safeHours: safeHours ?? [],
    },
    errors,
    candidates: choice.kind === 'ambiguous' ? choice.candidates : [],
  };
}

type Choice =
  | { kind: 'found'; code: string | null }
  | { kind: 'none' }
  | { kind: 'ambiguous'; candidates: readonly Commune[] };

/** A code of far away that the gazetteer does not know is kept as it was stored. */
function readCommune({ commune, communeCode }: IdentityAnswers, gazetteer: Gazetteer): Choice {
  const text = commune.trim();
  if (text === '') return { kind: 'found', code: null };
  const choice = chooseCommune({ text, chosenCode: communeCode || undefined, gazetteer, inside: true });
  if (choice.kind === 'found') return { kind: 'found', code: choice.commune.code };
  if (choice.kind === 'ambiguous') return choice;
  return text === communeCode ? { kind: 'found', code: text } : { kind: 'none' };
}

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

function readHours(
  { safeDays, safeFrom, safeTo }: IdentityAnswers,
  kept: Identity['safeHours'],
): Identity['safeHours'] | null {
  const weekdays = EVERY_DAY.filter((day) => safeDays.includes(String(day)));
  if (safeFrom.trim() === '' && safeTo.trim() === '' && weekdays.length === 0) return kept.length > 1 ? kept : [];
  const [from, to] = [readClock(safeFrom), readClock(safeTo)];
  if (from === null || to === null) return null;
  return [{ weekdays: weekdays.length > 0 ? weekdays : EVERY_DAY, from, to }];
}
