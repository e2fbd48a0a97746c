import type { PersonSpeech } from '../../i18n/person/index.ts';

/** Whom to call; where there is no number, that there is none, and what there is instead. */
export function CallUs({
  call: { phone, hours },
  say,
  speech: { t },
}: {
  call: { phone: string | null; hours: string | null };
  say: { help(phone: string): string; hours(hours: string): string };
  speech: PersonSpeech;
}) {
  if (phone === null) {
    return (
      <p class="way-in-help">
        {t.noNumber}{' '}
        <a class="standing" href="/fr/demande" hreflang="fr">
          {t.askUs}
        </a>
      </p>
    );
  }
  return (
    <p class="phone way-in-help">
      <a href={`tel:${phone.replace(/[^+\d]/g, '')}`}>{say.help(phone)}</a>
      {hours && <span> {say.hours(hours)}</span>}
    </p>
  );
}
