import { createHash } from 'node:crypto';

const NOW = '2026-11-22T08:00:00.000Z';

type Row = Record<string, unknown>;

/** As the database keeps secrets: of a link, of a draft. */
export const secretHash = (secret: string) => createHash('sha256').update(secret).digest('hex');

/** What is typed from the poster of `lin-1`. */
export const POSTER_CODE = 'ABCDEFGH';

/**
 * One row of every table in which professionals work on a file, receive requests and meet employers. Everything about the
 * person `ben-1` is `org-a`'s. `org-a` asked `org-b` to take somebody up (`req-1`); `org-b` is an employer's too: its site,
 * its line, whose answers go to `org-a`.
 */
export function professionalRowsOf(territoryId: string): [table: string, row: Row][] {
  const t = { territory_id: territoryId };
  const kept = { retention_class: 'file', purge_after: null };
  const stamped = { created_at: NOW, updated_at: NOW };
  const work = { ...t, organisation_id: 'org-a', beneficiary_id: 'ben-1', member_id: 'mem-1', ...kept };
  return [
    [
      'form_drafts',
      {
        ...t,
        id: 'dra-1',
        form: 'assessment',
        organisation_id: 'org-a',
        member_id: 'mem-1',
        answers: { fears: 'yes' },
        ...stamped,
        retention_class: 'draft',
        purge_after: null,
      },
    ],
    [
      'messages',
      {
        ...t,
        id: 'msg-1',
        channel: 'email',
        to_address: 'structure@exemple.fr',
        subject: 'Une orientation',
        body: 'Bonjour',
        status: 'waiting',
        attempts: 0,
        about_entity: 'referral',
        about_id: 'ref-1',
        created_at: NOW,
        retention_class: 'message',
        purge_after: null,
      },
    ],
    [
      'service_requests',
      {
        ...t,
        id: 'req-1',
        origin: 'prescriber',
        from_organisation_id: 'org-a',
        from_member_id: 'mem-1',
        to_organisation_id: 'org-b',
        beneficiary_id: 'ben-1',
        person: { firstName: 'Nadia' },
        need: 'Un trajet tôt le matin',
        goal: {},
        status: 'received',
        ...stamped,
        ...kept,
        retention_class: 'request',
      },
    ],
    ['contact_entries', { ...work, id: 'con-1', kind: 'call', at: NOW, text: 'Rappeler mardi', created_at: NOW }],
    ['call_backs', { ...work, id: 'cal-1', due_at: NOW, reason: 'À rappeler', created_at: NOW }],
    [
      'appointments',
      {
        ...work,
        id: 'app-1',
        starts_at: NOW,
        duration_minutes: 45,
        place: 'Maison France Services',
        status: 'planned',
        ...stamped,
      },
    ],
    ['referents', { ...work, from: NOW }],
    [
      'consents',
      {
        ...t,
        id: 'cst-1',
        beneficiary_id: 'ben-1',
        purpose: 'referral',
        wording: 'J’accepte',
        channel: 'oral',
        given_at: NOW,
        recorded_by: 'mem-1',
        ...kept,
      },
    ],
    [
      'scheme_statuses',
      {
        ...t,
        id: 'sch-1',
        beneficiary_id: 'ben-1',
        scheme: 'cer',
        status: 'signed',
        recorded_by: 'mem-1',
        created_at: NOW,
        ...kept,
      },
    ],
    [
      'assessments',
      {
        ...t,
        id: 'ass-1',
        beneficiary_id: 'ben-1',
        organisation_id: 'org-a',
        questionnaire_version: '1',
        mode: 'quick',
        answers: {},
        result: {},
        made_on: '2026-11-22',
        made_by: 'mem-1',
        version: 1,
        ...stamped,
        ...kept,
      },
    ],
    ['outcomes', { ...t, on: '2026-11-22', subject: 'referral', code: 'refused', reason: 'full' }],
    ['referral_events', { ...t, referral_id: 'ref-1', at: NOW, kind: 'sent', by_kind: 'prescriber', ...kept }],
    [
      'job_sites',
      {
        ...t,
        id: 'sit-1',
        organisation_id: 'org-b',
        label: 'Atelier',
        place: { commune: '55029', lon: 5.16, lat: 48.77 },
        illustrative: false,
        ...stamped,
      },
    ],
    [
      'shift_patterns',
      {
        ...t,
        id: 'pat-1',
        site_id: 'sit-1',
        label: 'Équipe du matin',
        cycle: { anchorDate: '2026-12-07', lengthDays: 7, shifts: [{ day: 0, start: '05:00', end: '13:00' }] },
        ...stamped,
      },
    ],
    [
      'carpool_lines',
      {
        ...t,
        id: 'lin-1',
        organisation_id: 'org-b',
        site_id: 'sit-1',
        pattern_id: 'pat-1',
        to_organisation_id: 'org-a',
        label: 'Commercy – Atelier',
        code: POSTER_CODE,
        created_at: NOW,
      },
    ],
    [
      'line_answers',
      {
        ...t,
        id: 'ans-1',
        line_id: 'lin-1',
        to_organisation_id: 'org-a',
        role: 'passenger',
        commune: '55122',
        first_name: 'Nadia',
        phone: '06 00 00 00 00',
        consent_wording: 'J’accepte',
        created_at: NOW,
        ...kept,
        retention_class: 'request',
      },
    ],
  ];
}
