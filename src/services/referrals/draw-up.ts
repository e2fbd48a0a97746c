import { createHash } from 'node:crypto';
import type { Offer } from '../../domain/catalogue/offer.ts';
import type { CriterionCode, Verdict } from '../../domain/matching/result.ts';
import {
  consentWording,
  type KnownPerson,
  LICENCE_SHOWN,
  type ShownFact,
  shownDocuments,
  shownFacts,
} from '../../domain/referral/facts.ts';
import type { FactCode } from '../../domain/referral/handed-over.ts';
import { toVerifyWithProvider } from '../../domain/referral/to-verify.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { loadDiagnostic } from '../get-diagnostic.ts';
import { matchOffers } from '../match-offers.ts';
import type { ReferralParties } from '../ports/referrals.ts';
import type { DiagnosticRecord, Stores } from '../ports.ts';
import { presentMatch } from '../present-match.ts';

/** Whom to refer, to what. The person by id, by the organisation's reference, or by a diagnostic. */
export type ReferralTarget = {
  beneficiaryId?: string | undefined;
  reference?: string | undefined;
  diagnosticId?: string | undefined;
  diagnosticVersion?: number | undefined;
  offerId: string;
};

/** A referral before it is sent: everything that would leave the house. */
export type DrawnUp = {
  record: DiagnosticRecord;
  offer: Offer;
  person: KnownPerson & { reference: string | null; email: string | null };
  facts: readonly ShownFact[];
  documents: readonly string[];
  /** Those of them that the person has, as far as anybody knows: a licence that nobody has seen is no promise. */
  had: readonly string[];
  verdict: Verdict;
  sentence: string;
  /** What speaks against it, in French; empty where it is not impossible. */
  unmet: readonly { code: string; explanation: string; fix: string | null }[];
  /** What nobody could settle and the provider can. */
  toVerify: readonly CriterionCode[];
  parties: ReferralParties;
  provider: { organisationId: string | null; email: string | null };
  /** Changes with anything that is shown: what was read before sending is what is sent. */
  shown: string;
};

export const noOffer = () => new ProblemError('notFound', 'Cette offre n’existe pas, ou plus.');
export const noPerson = () => new ProblemError('notFound', 'Ce dossier n’existe pas, ou plus.');

/** Works out everything, and stores nothing. Throws `notFound`, `forbidden`, `invalid` where the person has no diagnostic. */
export async function drawUp(ctx: Context, target: ReferralTarget): Promise<DrawnUp> {
  const handle = await ctx.deps.territory(ctx.actor.territoryId);
  const read = await ctx.deps.database.transact(ctx.actor, (stores) => readTarget(ctx, stores, target));
  const { record, offer, person } = read;
  const { result, facts: matching } = await matchOffers({ ctx, record, offers: [offer] });
  const [match] = presentMatch(result, { facts: matching, offers: new Map([[offer.id, offer]]), handle }).matches;
  if (match === undefined) throw new Error(`The engine said nothing of offer ${offer.id}.`);

  const facts = shownFacts({
    offer,
    person,
    age: record.age,
    input: record.input,
    communeName: (place) =>
      (place.commune === undefined ? handle.gazetteer.locate(place) : handle.gazetteer.findByCode(place.commune))
        ?.name ?? null,
  });
  const documents = shownDocuments(offer);
  const licence = match.criteria.find(({ code }) => code === 'licence');
  const had =
    licence === undefined || licence.outcome === 'met' ? documents : documents.filter((text) => text !== LICENCE_SHOWN);
  const unmet = match.verdict === 'impossible' ? match.criteria.filter(({ outcome }) => outcome === 'unmet') : [];
  return {
    ...read,
    facts,
    documents,
    had,
    verdict: match.verdict,
    sentence: match.sentence,
    unmet: distinct(unmet.map(({ code, explanation, fix }) => ({ code, explanation, fix }))),
    toVerify: toVerifyWithProvider(match.criteria),
    shown: createHash('sha256')
      .update(JSON.stringify([offer.id, offer.version, facts, documents, read.provider.email]))
      .digest('base64url'),
  };
}

async function readTarget(ctx: Context, stores: Stores, target: ReferralTarget) {
  const record = await findRecord(ctx, stores, target);
  const person = await stores.referrals.findPerson(record.beneficiaryId);
  if (person === null) throw noPerson();
  const offer = await stores.offers.find(target.offerId);
  if (offer === null) throw noOffer();
  const { organisationId } = ctx.actor;
  const organisation = organisationId === null ? null : await stores.referrals.findOrganisation(organisationId);
  if (organisation === null) throw new ProblemError('forbidden', 'Seule une structure oriente une personne.');
  const member = ctx.actor.kind === 'member' ? await stores.members.find(ctx.actor.id) : null;
  const known = await stores.referrals.findProvider(offer.id, offer.provider.siret ?? null);
  const parties: ReferralParties = {
    offer: { kind: offer.kind, title: offer.title, illustrative: offer.illustrative },
    provider: { name: offer.provider.name, phone: offer.provider.phone ?? null },
    referrer: {
      organisation: organisation.name,
      name: member?.displayName ?? null,
      phone: organisation.phone,
      email: member?.email ?? organisation.email,
    },
  };
  const provider = { organisationId: known?.id ?? null, email: offer.provider.email ?? known?.email ?? null };
  return { record, person, offer, parties, provider };
}

async function findRecord(ctx: Context, stores: Stores, target: ReferralTarget): Promise<DiagnosticRecord> {
  if (target.diagnosticId !== undefined) {
    const record = await loadDiagnostic(ctx, stores, target.diagnosticId, target.diagnosticVersion);
    // Of somebody else, it tells nothing here, not even that there is one.
    if (target.beneficiaryId !== undefined && record.beneficiaryId !== target.beneficiaryId) throw noPerson();
    return record;
  }
  const { reference, beneficiaryId } = target;
  const person =
    beneficiaryId ?? (reference === undefined ? null : await stores.referrals.findPersonByReference(reference));
  if (person === null || (await stores.referrals.findPerson(person)) === null) throw noPerson();
  const newest = await stores.referrals.findDiagnostic(person);
  if (newest === null) {
    throw new ProblemError('invalid', 'Cette personne n’a pas encore de diagnostic : faites-le d’abord.', {
      errors: [{ path: 'diagnosticId', message: 'Cette personne n’a pas encore de diagnostic : faites-le d’abord.' }],
    });
  }
  return loadDiagnostic(ctx, stores, newest);
}

function distinct<T extends { explanation: string }>(items: readonly T[]): T[] {
  const told = new Set<string>();
  return items.filter(({ explanation }) => !told.has(explanation) && told.add(explanation));
}

/** The words of the person's agreement to those facts leaving. */
export const wordingFor = ({ parties }: DrawnUp, facts: readonly { code: FactCode }[]) =>
  consentWording({
    organisation: parties.referrer.organisation,
    provider: parties.provider.name,
    codes: facts.map(({ code }) => code),
  });
