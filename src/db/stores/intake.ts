import type { IntakeStore } from '../../services/ports/intake.ts';
import type { Session } from '../session.ts';
import { createAppointmentStore } from './intake-appointments.ts';
import { createContactStore } from './intake-contacts.ts';
import { createRequestStore } from './intake-requests.ts';

export function createIntakeStore(session: Session): IntakeStore {
  return { ...createRequestStore(session), ...createContactStore(session), ...createAppointmentStore(session) };
}
