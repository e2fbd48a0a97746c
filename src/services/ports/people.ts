import type { Role } from '../../domain/accounts/roles.ts';
import type { ConsentChannel, ConsentPurpose } from '../../domain/people/consent-wordings.ts';
import type { Identity } from '../../domain/people/identity.ts';
import type { PersonFacts } from '../../domain/people/needs-today.ts';
import type { SchemeStatus } from '../../domain/people/schemes.ts';
import type { PersonStatus } from '../../domain/people/status.ts';

/** Who a person is, as lists tell it. */
export type PersonRow = Pick<Identity, 'firstName' | 'lastName' | 'reference' | 'commune'> & {
  id: string;
  status: PersonStatus;
  createdAt: string;
  referent: { memberId: string; organisationId: string } | null;
  /** A call, a visit, an appointment kept; null before the first. */
  lastContactAt: string | null;
  /** Of the demonstration. */
  illustrative: boolean;
};

export type PeopleFilter = {
  /** Only those whose referent is that member. */
  referentId?: string;
  /** Beginnings of names, digits of a phone, beginning of a reference. */
  q?: string;
  status?: PersonStatus;
  /** Of several, all but the closed ones. */
  open?: boolean;
  limit: number;
  cursor?: string;
};

/** A file as whoever holds it reads it. */
export type PersonFile = {
  id: string;
  version: number;
  identity: Identity;
  status: PersonStatus;
  /** Who opened it. */
  openedBy: { id: string; name: string } | null;
  illustrative: boolean;
  createdAt: string;
  closedAt: string | null;
  /** When it will be erased if nobody is in contact any more. */
  purgeAfter: string | null;
};

/** Who answers for the person from when until when. */
export type ReferentPeriod = { memberId: string; organisationId: string; from: string; until: string | null };

export type AccessPeriod = {
  organisationId: string;
  scope: 'file' | 'facts';
  basis: string;
  from: string;
  until: string | null;
  /** Who gave it; null where nobody knows any more. */
  sharedBy: string | null;
  /** The agreement that it rests on, where it rests on one. */
  consentId: string | null;
};

/** Ids of what is under way with a person. */
export type OpenWork = { referrals: string[]; appointments: string[]; callBacks: string[] };

/** Someone of the territory who accompanies people, by name alone. `present`: the account is open. */
export type Colleague = { id: string; organisationId: string; displayName: string; role: Role; present: boolean };

export type Consent = {
  id: string;
  /** One of ours, or of what another part of the product asks. */
  purpose: ConsentPurpose | (string & {});
  /** The words themselves, or the id of a wording of ours. */
  wording: string;
  channel: ConsentChannel;
  givenAt: string;
  recordedBy: string;
  withdrawnAt: string | null;
};

export type KeptScheme = SchemeStatus & { id: string; createdAt: string };

/** What tells whether two files are of one person. */
export type PersonKeys = {
  id: string;
  /** As `searchText` is kept: lower case, no accents. */
  name: string;
  birthDate: string | null;
  phoneDigits: string | null;
  reference: string | null;
};

/** What was made for the person, the newest first. */
export type PersonOutline = {
  assessments: {
    id: string;
    mode: 'quick' | 'full';
    madeOn: string;
    madeBy: string;
    diagnosticId: string | null;
  }[];
  diagnostics: {
    id: string;
    version: number;
    createdAt: string;
    status: 'pending' | 'ready' | 'failed' | null;
    rides: number;
  }[];
  plans: { id: string; status: string; updatedAt: string; steps: number; done: number }[];
  referrals: { id: string; status: string; offer: string; sentAt: string; answeredAt: string | null }[];
};

/** A line of the file's history: an action of the audit, or what happened to a referral. */
export type HistoryEntry = {
  at: string;
  action: string;
  fields: readonly string[];
  /** Member or key of the reader's own organisation; null where it was somebody else. */
  byId: string | null;
  /** As the entry itself says it: of referrals. */
  byName: string | null;
};

/** Files: names, referents, consents, other schemes. */
export type PeopleStore = {
  /**
   * A new file with its identity, seen by the actor's organisation, with that member as its referent. False when the
   * organisation already uses the reference, or used it.
   */
  open(file: { id: string; identity: Identity; referentId: string | null }): Promise<boolean>;
  /** Many at once, as `open` does each. Says which were not opened: their references are in use. */
  openMany(files: readonly { id: string; identity: Identity; referentId: string | null }[]): Promise<string[]>;
  /** Of those whom the actor holds; the others are left out. */
  listIdentities(ids: readonly string[]): Promise<Map<string, Identity>>;
  /** Null for whom the actor does not hold. */
  find(id: string): Promise<PersonFile | null>;
  /** The same, kept from changing until the transaction ends. */
  findAndLock(id: string): Promise<PersonFile | null>;
  /** False when the file's version is not `expectedVersion` any more. The reference is the file's, the rest the identity's. */
  changeIdentity(id: string, identity: Identity, expectedVersion: number): Promise<boolean>;
  /** Whether another file of the organisation that opened this one bears the reference. */
  isReferenceTaken(reference: string, exceptId: string): Promise<boolean>;
  /**
   * Every reference that the actor's organisation gave to somebody, whoever holds that file by now; what a partner calls those whose
   * files it shares is the partner's.
   */
  listOwnReferences(): Promise<string[]>;
  /** False where it was so already. */
  setClosed(id: string, closed: boolean): Promise<boolean>;
  /**
   * Somebody was in contact with the person, or works on their file: it is kept two years from now on. Also for whoever was only put a
   * question about them. Before whatever hangs from the file is locked: whoever hands over or erases it locks it first.
   */
  prolong(beneficiaryId: string): Promise<void>;
  /** Whether it is for the actor's organisation to erase the file: it answers for the person, or nobody does and the mission is its own. */
  mayErase(id: string): Promise<boolean>;
  /** The file and everything that hangs from it. */
  erase(id: string): Promise<boolean>;
  /** Those past their day. For workers. */
  erasePastTheirDay(limit: number): Promise<string[]>;

  list(filter: PeopleFilter): Promise<{ items: PersonRow[]; nextCursor: string | null; total: number }>;
  /** What there is to be done, of all of them in one question. `today` and its end are the territory's. */
  gatherFacts(
    ids: readonly string[],
    day: { today: string; endsAt: string; timeZone: string },
  ): Promise<Map<string, PersonFacts>>;

  /** The oldest first. */
  listReferents(id: string): Promise<ReferentPeriod[]>;
  /** Every organisation that may see the person, or might, the oldest first. */
  listCircle(id: string): Promise<AccessPeriod[]>;
  /** Of the whole territory. */
  listColleagues(): Promise<Colleague[]>;
  /**
   * Ends who answers for the person in the actor's organisation and in the next one's, and puts the other in the place, at one
   * instant. The file is to be locked.
   */
  replaceReferent(id: string, next: { memberId: string; organisationId: string }): Promise<void>;
  /**
   * To the referent just named: open referrals, planned appointments and calls to make, of the organisation they leave and of the last
   * referent where they go. What is over stays. Says which.
   */
  handOverOpenWork(id: string, memberId: string): Promise<OpenWork>;
  /**
   * To the present referent: what is open with organisations that see the file no more. For whoever holds the file, or held it. Nothing
   * where nobody answers for the person. Says which.
   */
  takeBackOpenWork(id: string): Promise<OpenWork>;
  /** On the ground of an agreement, with it: one that was not withdrawn, and on which no other access ever rested. */
  giveAccess(id: string, access: { organisationId: string; basis: string; consentId?: string | null }): Promise<void>;
  /** Of the actor's own organisation: afterwards it sees nothing of the person. */
  leave(id: string): Promise<void>;
  /** What rested on agreements that were taken back ends, to whichever organisation they opened the file. Says how many. */
  endConsentedAccess(id: string): Promise<number>;
  /** Of another, where the actor's organisation gave it. */
  endSharedAccess(id: string, organisationId: string): Promise<boolean>;

  listConsents(id: string): Promise<Consent[]>;
  recordConsent(id: string, consent: Omit<Consent, 'withdrawnAt' | 'recordedBy'>): Promise<void>;
  /** False where there is none, or it was withdrawn. */
  withdrawConsent(id: string, consentId: string): Promise<boolean>;
  listSchemes(id: string): Promise<KeptScheme[]>;
  addScheme(id: string, schemeId: string, scheme: SchemeStatus): Promise<void>;
  changeScheme(id: string, schemeId: string, scheme: SchemeStatus): Promise<boolean>;
  removeScheme(id: string, schemeId: string): Promise<boolean>;

  /** How the person would be known. */
  keysOf(id: string, identity: Identity): PersonKeys;
  /** Files that could be of the same person, among those the actor holds. */
  listLookalikes(keys: PersonKeys): Promise<PersonKeys[]>;
  /** Every file the actor holds. */
  listKeys(): Promise<PersonKeys[]>;

  outline(id: string): Promise<PersonOutline>;
  /** The newest first. */
  listHistory(id: string, limit: number): Promise<HistoryEntry[]>;
  /** Everything that is kept of the person, table by table, as it is stored. */
  readEverything(id: string): Promise<Record<string, unknown[]>>;
};
