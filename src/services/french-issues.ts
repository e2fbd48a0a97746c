import type { z } from 'zod';

type Issue = z.core.$ZodRawIssue | z.core.$ZodIssue;

const EXPECTED: Record<string, string> = {
  string: 'un texte',
  number: 'un nombre',
  int: 'un nombre entier',
  boolean: 'vrai ou faux (true, false)',
  array: 'une liste',
  object: 'un objet',
  date: 'une date',
};

/** What a schema found wrong, told in French with what to write instead. Schemas with a message of their own keep it. */
export function frenchIssue(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'Ce champ est obligatoire.'
        : `${capital(EXPECTED[issue.expected] ?? issue.expected)} est attendu ici.`;
    case 'invalid_value':
      return `Valeur inconnue. Valeurs admises : ${issue.values.map(String).join(', ')}.`;
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? `Valeur inconnue. Valeurs admises : ${issue.options.join(', ')}.`
        : 'Aucune des formes admises ici n’est reconnue.';
    case 'too_small':
      return bound(issue.origin, 'min', Number(issue.minimum), issue.inclusive !== false);
    case 'too_big':
      return bound(issue.origin, 'max', Number(issue.maximum), issue.inclusive !== false);
    case 'invalid_format':
      return formatMessage(issue.format);
    case 'unrecognized_keys':
      return `Champ inconnu : ${issue.keys.join(', ')}.`;
    default:
      return undefined;
  }
}

function bound(origin: string, side: 'min' | 'max', limit: number, inclusive: boolean): string {
  const least = side === 'min';
  if (origin === 'string') {
    if (least && limit <= 1) return 'Ce champ ne peut pas être vide.';
    return `Le texte a ${least ? 'au moins' : 'au plus'} ${limit} caractères.`;
  }
  if (origin === 'array')
    return `La liste a ${least ? 'au moins' : 'au plus'} ${limit} élément${limit > 1 ? 's' : ''}.`;
  if (inclusive) return `La valeur doit être ${limit} ${least ? 'au moins' : 'au plus'}.`;
  return `La valeur doit être de ${least ? 'plus' : 'moins'} de ${limit}.`;
}

function formatMessage(format: string): string {
  switch (format) {
    case 'email':
      return 'Adresse électronique attendue (ex. nom@exemple.fr).';
    case 'url':
      return 'Adresse attendue, commençant par http:// ou https://.';
    case 'date':
      return 'Date attendue au format AAAA-MM-JJ.';
    default:
      return 'Le format n’est pas reconnu.';
  }
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
