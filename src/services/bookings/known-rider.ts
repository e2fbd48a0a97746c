import type { Rider } from '../../domain/booking/booking.ts';
import { ProblemError } from '../errors.ts';
import type { DiagnosticRecord, Stores } from '../ports.ts';

export type Beneficiary = { id?: string | undefined; reference?: string | undefined };

/** Somebody whose file the actor holds, with the newest diagnostic of them; undefined where there is none. */
export type KnownRider = {
  id: string;
  known: Pick<DiagnosticRecord, 'input' | 'age'> | undefined;
  rider: Omit<Rider, 'language'>;
};

/** Throws `notFound`, the same for another organisation's as for nobody. */
export async function findKnownRider(stores: Stores, { id, reference }: Beneficiary): Promise<KnownRider> {
  const found = id ?? (reference === undefined ? null : await stores.referrals.findPersonByReference(reference));
  const person = found === null ? null : await stores.referrals.findPerson(found);
  if (found === null || person === null) {
    throw new ProblemError(
      'notFound',
      'Cette personne n’existe pas, ou son dossier n’est pas ouvert à votre structure.',
    );
  }
  const diagnosticId = await stores.referrals.findDiagnostic(found);
  const record = diagnosticId === null ? null : await stores.diagnostics.find(diagnosticId);
  const { firstName, phone, email } = person;
  const known = record === null ? undefined : { input: record.input, age: record.age };
  return { id: found, known, rider: { firstName, phone, email } };
}
