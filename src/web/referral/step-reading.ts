import { dayOf } from './answer-reading.ts';

type Reading = { fields: Record<string, string> } & (
  | { answer: Record<string, unknown> }
  | { step: Record<string, unknown> }
);

/** Which of the forms on the page of whoever refers was sent; null where none of ours was. */
export function readStepForm(form: URLSearchParams): Reading | null {
  const text = (name: string) => form.get(name) ?? '';
  const chosen = (name: string) => form.get(name) || undefined;
  switch (form.get('step')) {
    case 'reply':
      return { step: { step: 'reply', text: text('reply') }, fields: { text: 'reply' } };
    case 'remind':
      return { step: { step: 'remind' }, fields: {} };
    case 'start':
      return { step: { step: 'start', ...dayOf(text('startedOn')) }, fields: { on: 'startedOn' } };
    case 'followUp':
      return { step: { step: 'followUp', outcome: chosen('kept') }, fields: { outcome: 'kept' } };
    case 'end':
      return {
        step: { step: 'end', outcome: chosen('outcome'), text: text('endText') },
        fields: { outcome: 'outcome', text: 'endText' },
      };
    case 'note': {
      const fields = { answer: 'noted', reason: 'reason', message: 'notedMessage', appointment: 'appointment' };
      const message = text('notedMessage');
      if (form.get('noted') === 'refuse')
        return { answer: { answer: 'refuse', reason: chosen('reason'), message }, fields };
      return { answer: { answer: chosen('noted'), message, appointment: text('appointment') }, fields };
    }
    default:
      return null;
  }
}
