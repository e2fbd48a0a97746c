import type { Need } from '../../domain/people/needs-today.ts';
import { filePath } from './person-names.ts';

/** Where what is needed is dealt with. */
export function needPath(personId: string, { kind, targetId }: Need): string {
  const file = filePath(personId);
  const target = encodeURIComponent(targetId ?? '');
  switch (kind) {
    case 'referralRefused':
    case 'referralExpired':
    case 'questionAsked':
    case 'referralExpiring':
    case 'referralUnanswered':
    case 'followUpDue':
      return `/pro/orientations/${target}`;
    case 'noOffer':
      return `${file}/diagnostic/${target}`;
    case 'stepOverdue':
      return `${file}/plan`;
    case 'retestDue':
      return `${file}/questionnaire`;
    case 'noReferent':
      return `/pro/personnes/confier?personne=${encodeURIComponent(personId)}`;
    case 'appointmentToday':
    case 'appointmentUntold':
    case 'callBackDue':
      return `${file}#contacts`;
  }
}
