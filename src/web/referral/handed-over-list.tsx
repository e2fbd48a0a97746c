import { FRENCH } from '../../i18n/languages.ts';
import type { HandedFact } from '../../services/ports/referrals.ts';

/** What was told of the person, as it was shown before it was sent. */
export function HandedOverList({ facts }: { facts: readonly HandedFact[] }) {
  return (
    <dl class="facts">
      {facts.map(({ code, label, value }) => (
        <div>
          <dt>{label}</dt>
          <dd>{code === 'phone' ? <PhoneLink phone={value} /> : FRENCH.t.format.typeset(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

export function PhoneLink({ phone }: { phone: string }) {
  return (
    <a class="standing" href={`tel:${phone.replace(/[^+\d]/g, '')}`}>
      {phone}
    </a>
  );
}
