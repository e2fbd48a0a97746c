import { FRENCH } from '../../i18n/languages.ts';
import type { ProblemError } from '../../services/errors.ts';
import type { PreparedReferral } from '../../services/referrals/prepare-referral.ts';
import type { FieldMessage } from '../forms/fields.tsx';

const { t } = FRENCH;
const say = t.referral.send;

/** The form as it stands or was sent. */
export type SendTyped = {
  message: string;
  /** Codes of the optional facts that are ticked. */
  facts: readonly string[];
  documents: readonly string[];
  otherDocument: string;
  consent: boolean;
  channel: string;
  insist: string;
  previousId: string;
  /** The step of a plan that it carries out; empty where it comes from a result. */
  planId: string;
  planPosition: string;
};

/** Everything known is ticked, what the offer asks for and the person has is to be brought; the agreement is never ticked beforehand. */
export function firstTyped(prepared: PreparedReferral, query: URLSearchParams): SendTyped {
  const { facts, had, parties } = prepared;
  const { organisation, name } = parties.referrer;
  return {
    message: say.firstMessage(standing(prepared), name === null ? organisation : `${name}, ${organisation}`),
    facts: facts.filter(({ optional, value }) => optional && value !== null).map(({ code }) => code),
    documents: [...had],
    otherDocument: '',
    consent: false,
    channel: 'oral',
    insist: '',
    previousId: query.get('suite') ?? '',
    planId: query.get('plan') ?? '',
    planPosition: query.get('etape') ?? '',
  };
}

/** What the message claims of the offer: no more than the diagnostic found. */
function standing({ verdict, toVerify }: PreparedReferral): string {
  if (verdict === 'possible') return say.standing.possible;
  // Why it is not may be the person's own business: the professional says what they choose to.
  if (verdict === 'impossible') return '';
  const open = [...new Set(toVerify.map((code) => t.result.criteria[code]))];
  return open.length === 0 ? say.standing.unsure : say.standing.toVerify(open);
}

export function readSendForm(form: URLSearchParams): SendTyped {
  const text = (name: string) => form.get(name) ?? '';
  return {
    message: text('message'),
    facts: form.getAll('facts'),
    documents: form.getAll('documents'),
    otherDocument: text('otherDocument'),
    consent: form.get('consent') === '1',
    channel: text('channel'),
    insist: text('insist'),
    previousId: text('suite'),
    planId: text('plan'),
    planPosition: text('etape'),
  };
}

export type Sending = { beneficiaryId: string; offerId: string; form: URLSearchParams };

/** What the verb takes. */
export function sendInput(typed: SendTyped, { beneficiaryId, offerId, form }: Sending): Record<string, unknown> {
  const { message, facts, documents, otherDocument, channel, insist, previousId, planId, planPosition } = typed;
  return {
    beneficiary: { id: beneficiaryId },
    diagnosticId: form.get('diagnostic') ?? undefined,
    diagnosticVersion: Number(form.get('version')) || undefined,
    offerId,
    message,
    facts,
    documents: [...documents, otherDocument].map((text) => text.trim()).filter(Boolean),
    consent: { channel },
    shown: form.get('shown') ?? undefined,
    ...(insist.trim() === '' ? {} : { insist }),
    ...(previousId === '' ? {} : { previousId }),
    ...(planId !== '' && /^\d+$/.test(planPosition) ? { planStep: { planId, position: Number(planPosition) } } : {}),
  };
}

const FIELDS: Record<string, string> = { message: 'message', insist: 'insist', 'consent.channel': 'channel' };

/** At the control each is about; why the offer is impossible stands in the page itself. */
export function sendMessages(error: ProblemError): FieldMessage[] {
  const told = error.errors.filter(({ path }) => !path.startsWith('offerId.'));
  const messages = (told.length > 0 ? told : [{ path: '', message: error.message }]).map(({ path, message }) => ({
    field: FIELDS[path] ?? (path.startsWith('documents') ? 'otherDocument' : ''),
    message: t.format.typeset(message),
  }));
  return messages;
}

export const consentMissing: FieldMessage = { field: 'consent', message: say.consentNeeded };
