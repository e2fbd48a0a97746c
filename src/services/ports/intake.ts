import type { Hours } from '../../domain/catalogue/offer.ts';
import type { AppointmentStatus, PlaceKind } from '../../domain/intake/appointment.ts';
import type { ContactKind } from '../../domain/intake/contact.ts';
import type { RequestedPerson, RequestGoal, RequestOrigin, RequestSender } from '../../domain/intake/request.ts';
import type { RequestStatus } from '../../domain/intake/request-states.ts';

/** A team of mobility advisers that requests may be sent to. */
export type Team = { id: string; name: string; phone: string | null; email: string | null };

/** A file that may be of the same person. */
export type LikelyFile = { id: string; firstName: string | null; lastName: string | null; commune: string | null };

export type NewRequest = {
  id: string;
  origin: RequestOrigin;
  fromMemberId: string | null;
  sender: RequestSender | null;
  toOrganisationId: string;
  /** A file of the sender's that is shared with it. */
  beneficiaryId: string | null;
  person: RequestedPerson;
  need: string;
  goal: RequestGoal;
};

export type ServiceRequest = NewRequest & {
  fromOrganisationId: string | null;
  fromOrganisationName: string | null;
  toOrganisationName: string;
  status: RequestStatus;
  assignedTo: string | null;
  /** Seen by the team alone. */
  assignedName: string | null;
  outcome: string | null;
  outcomeText: string | null;
  createdAt: string;
  updatedAt: string;
};

export type RequestChange = {
  status?: RequestStatus;
  assignedTo?: string | null;
  beneficiaryId?: string;
  outcome?: string;
  outcomeText?: string | null;
};

export type ReceivedFilter = { statuses: readonly RequestStatus[]; assignedTo?: string; limit: number; offset: number };

export type RequestStore = {
  /** Of the territory, by name. */
  listTeams(): Promise<Team[]>;
  /** Of any organisation of the territory; null where none is known. */
  findPhone(organisationId: string): Promise<string | null>;
  insertRequest(request: NewRequest): Promise<void>;
  /** On either side of it. */
  findRequest(id: string): Promise<ServiceRequest | null>;
  /** The same, for the team it was sent to; locked until the transaction ends. */
  lockReceived(id: string): Promise<ServiceRequest | null>;
  /** Of the actor's team: open ones the oldest first, answered ones the last answered first. */
  listReceived(filter: ReceivedFilter): Promise<ServiceRequest[]>;
  countReceived(): Promise<{ status: RequestStatus; assignedTo: string | null; count: number }[]>;
  /** Sent by the actor's organisation, or by that member of it; the newest first. */
  listSent(filter: { fromMemberId?: string; limit: number }): Promise<ServiceRequest[]>;
  listRequestsOf(beneficiaryId: string): Promise<ServiceRequest[]>;
  changeRequest(id: string, change: RequestChange): Promise<void>;
  /** Contact log, call-backs and appointments of the request become the file's. */
  moveToFile(requestId: string, beneficiaryId: string): Promise<void>;
  /** Ends what access a request gave the actor's organisation; any other stays. */
  endAccessByRequest(beneficiaryId: string): Promise<void>;
  holdsFile(beneficiaryId: string): Promise<boolean>;
  /** Files the actor's organisation holds, of the same phone, mail or name; at most `limit`. */
  listLikelyFiles(person: RequestedPerson, limit: number): Promise<LikelyFile[]>;
  /** That member answers for the person in the actor's organisation, where nobody does yet. */
  nameReferent(beneficiaryId: string, memberId: string): Promise<void>;
  /** Whoever has the file open to change it is told that it changed. */
  makeDiscreet(beneficiaryId: string): Promise<void>;
  /** For the territory's sums: of nobody in particular. */
  recordOutcome(outcome: { code: string; on: string }): Promise<void>;
  /** Requests past their day, whatever hangs from them. For workers. */
  deleteExpiredRequests(now: string): Promise<number>;
};

/** What a call, a call-back or an appointment is about: a file, or a request that is none yet. */
export type Subject = { beneficiaryId: string } | { requestId: string };

/** Whom to reach, and how. */
export type PersonToReach = {
  firstName: string | null;
  lastName: string | null;
  reference: string | null;
  phone: string | null;
  email: string | null;
  discreet: boolean;
  safeHours: readonly Hours[];
  /** In their words. */
  callWhen: string | null;
};

export type ContactEntry = {
  id: string;
  kind: ContactKind;
  at: string;
  text: string;
  organisationName: string;
  /** Seen by colleagues alone. */
  memberName: string | null;
};

export type CallBack = {
  id: string;
  subject: Subject;
  memberId: string | null;
  memberName: string | null;
  dueAt: string;
  reason: string;
  doneAt: string | null;
};

export type Appointment = {
  id: string;
  subject: Subject;
  organisationId: string;
  memberId: string;
  memberName: string | null;
  startsAt: string;
  durationMinutes: number;
  place: string;
  placeKind: PlaceKind;
  status: AppointmentStatus;
  remindAt: string | null;
  remindedAt: string | null;
  updatedAt: string;
};

export type NewAppointment = Pick<
  Appointment,
  'id' | 'subject' | 'memberId' | 'startsAt' | 'durationMinutes' | 'place' | 'placeKind' | 'remindAt'
>;
export type AppointmentChange = Partial<
  Pick<
    Appointment,
    'memberId' | 'startsAt' | 'durationMinutes' | 'place' | 'placeKind' | 'status' | 'remindAt' | 'remindedAt'
  >
>;

export type ContactStore = {
  /** Null where the actor may not see the file, or the request is not their team's. */
  findPerson(subject: Subject): Promise<PersonToReach | null>;
  /** Persons of several subjects, in that order. */
  listPersons(subjects: readonly Subject[]): Promise<(PersonToReach | null)[]>;
  insertContact(entry: { id: string; subject: Subject; kind: ContactKind; at: string; text: string }): Promise<void>;
  /** The newest first. */
  listContacts(subject: Subject, limit: number): Promise<ContactEntry[]>;

  insertCallBack(callBack: Pick<CallBack, 'id' | 'subject' | 'memberId' | 'dueAt' | 'reason'>): Promise<void>;
  /** Open, and of the actor's organisation. */
  findCallBack(id: string): Promise<CallBack | null>;
  /** Of the actor's organisation; locked until the transaction ends. */
  lockCallBack(id: string): Promise<CallBack | null>;
  /** Open ones of the actor's organisation, the first due first. */
  listCallBacks(filter: { memberId?: string; limit: number }): Promise<CallBack[]>;
  /** Open ones. */
  listCallBacksOf(subject: Subject): Promise<CallBack[]>;
  settleCallBack(id: string): Promise<void>;
  /** Those of the actor's organisation whose time has come. */
  settleDueCallBacks(subject: Subject): Promise<void>;
  postponeCallBack(id: string, to: { dueAt: string; reason: string }): Promise<void>;
  /** There is something newer to say: it is to be made again, though it was. */
  renewCallBack(id: string, to: { dueAt: string; reason: string }): Promise<void>;
};

export type AppointmentStore = {
  insertAppointment(appointment: NewAppointment): Promise<void>;
  /** Of the actor's organisation. */
  findAppointment(id: string): Promise<Appointment | null>;
  /** The same, locked until the transaction ends. */
  lockAppointment(id: string): Promise<Appointment | null>;
  /** The first first. */
  listAppointments(filter: {
    memberId?: string;
    status?: Appointment['status'];
    from: string;
    until: string;
    limit: number;
  }): Promise<Appointment[]>;
  listAppointmentsOf(subject: Subject): Promise<Appointment[]>;
  changeAppointment(id: string, change: AppointmentChange): Promise<void>;
  /** Planned ones whose reminder is due and was not given. For workers. */
  listToRemind(limit: number): Promise<{ id: string; organisationId: string }[]>;
  /** The person agreed, in so many words, to mails about appointments. */
  agreedToMails(beneficiaryId: string): Promise<boolean>;

  /** Takes the place of that member's former one. */
  openCalendar(tokenHash: string): Promise<void>;
  closeCalendar(): Promise<void>;
  /** When the acting member's was opened; null where they have none. */
  findOwnCalendar(): Promise<{ createdAt: string } | null>;
  /** Whose it is, for a visitor who shows its secret. */
  findShownCalendar(): Promise<{ memberId: string; organisationId: string } | null>;
};

/** Requests, contact log, call-backs, appointments. */
export type IntakeStore = RequestStore & ContactStore & AppointmentStore;
