import { quoteCents } from '../../domain/workshop/job.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { Job } from '../../services/ports/workshop.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { readClock, readDate } from '../forms/read-answer.ts';
import type { Typed } from '../intake/typed-form.ts';
import { readCents, readCost } from '../programmes/cost-fields.tsx';
import type { StepReading } from '../programmes/read-step.ts';

const say = FRENCH.t.programmes;
const SCHEDULE_FIELDS: Record<string, string> = {
  on: 'on',
  at: 'at',
  vehicleId: 'bridgeVehicle',
  until: 'bridgeUntil',
};

/** What was typed on the page of a repair or a sale, as the verb takes it; null for what no form of it sends. */
export function readJobStep(typed: Typed, job: Pick<Job, 'quote'>): StepReading | null {
  const text = (name: string) => (typed[name] ?? '').trim();
  const errors: FieldMessage[] = [];
  const day = (name: string) => {
    const read = readDate(text(name));
    if (read === null) errors.push({ field: name, message: say.form.badDate });
    return read ?? '';
  };
  switch (typed.what) {
    case 'agree':
    case 'decline':
    case 'lapse':
    case 'withdraw':
      return { step: { step: typed.what }, errors, fieldOf: () => '' };
    case 'quote': {
      const numbers = [...Array(30).keys()].map((n) => n + 1);
      const filled = numbers.filter((n) => text(`label${n}`) !== '' || text(`price${n}`) !== '');
      const lines = filled.map((n) => {
        const amountCents = readCents(text(`price${n}`));
        if (amountCents === null || Number.isNaN(amountCents)) {
          errors.push({ field: `price${n}`, message: say.person.funding.badAmount });
        }
        return { label: text(`label${n}`), amountCents };
      });
      const validUntil = text('validUntil') === '' ? null : day('validUntil');
      return {
        step: { step: 'quote', lines, validUntil },
        errors,
        fieldOf: ({ path }) => {
          const [, index, part] = /^lines\.(\d+)\.(\w+)$/.exec(path) ?? [];
          if (index !== undefined) return `${part === 'label' ? 'label' : 'price'}${filled[Number(index)] ?? 1}`;
          return path === 'validUntil' ? 'validUntil' : 'label1';
        },
      };
    }
    case 'fund': {
      const read = readCost(typed, job.quote === null ? null : quoteCents(job.quote));
      return { step: { step: 'fund', parts: read.funding.parts }, errors: read.errors, fieldOf: read.fieldOf };
    }
    case 'schedule': {
      const at = readClock(text('at'));
      if (at === null) errors.push({ field: 'at', message: say.form.badTime });
      return {
        step: {
          step: 'schedule',
          on: day('on'),
          at,
          bridge: text('bridge') || 'none',
          ...(text('bridge') === 'lent'
            ? { vehicleId: text('bridgeVehicle'), until: text('bridgeUntil') === '' ? null : day('bridgeUntil') }
            : {}),
        },
        errors,
        fieldOf: ({ path }) => SCHEDULE_FIELDS[path] ?? 'bridge',
      };
    }
    case 'handOver':
      return { step: { step: 'handOver', on: day('handedOn') }, errors, fieldOf: () => 'handedOn' };
    default:
      return null;
  }
}
