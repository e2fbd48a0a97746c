import { z } from 'zod';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { PersonToReach, Subject } from '../ports/intake.ts';
import type { Scope, Stores } from '../ports.ts';

/** A file, or a request that is none yet. */
export const subjectSchema = z.union([
  z.strictObject({ beneficiaryId: z.string().min(1).max(100) }),
  z.strictObject({ requestId: z.string().min(1).max(100) }),
]);

/** Whoever accompanies people works on their files; on a request that is no file yet, the team it was sent to. */
export const scopeFor = (subject: Subject): Scope => ('beneficiaryId' in subject ? 'people:write' : 'requests:handle');

/** Whom it is about. Throws `notFound` where the actor may not see them. */
export async function personOf({ intake }: Stores, subject: Subject): Promise<PersonToReach> {
  const person = await intake.findPerson(subject);
  if (person === null) throw unknownSubject();
  return person;
}

export const unknownSubject = () => new ProblemError('notFound', 'Ce dossier n’existe pas, ou plus.');

/** A request under way is a file by now: what is noted on it belongs there. */
export async function settledSubject({ intake }: Stores, subject: Subject): Promise<Subject> {
  if ('beneficiaryId' in subject) return subject;
  const request = await intake.findRequest(subject.requestId);
  return request?.beneficiaryId && request.status !== 'declined' ? { beneficiaryId: request.beneficiaryId } : subject;
}

/** What the audit calls it. */
export const entityOf = (subject: Subject) =>
  'beneficiaryId' in subject
    ? { entity: 'beneficiary', entityId: subject.beneficiaryId }
    : { entity: 'request', entityId: subject.requestId };

/** Somebody was in contact with the person: the file is kept from now on. */
export async function touched({ people }: Stores, subject: Subject): Promise<void> {
  if ('beneficiaryId' in subject) await people.prolong(subject.beneficiaryId);
}

export const memberOf = ({ actor }: Context): string | null => (actor.kind === 'member' ? actor.id : null);
