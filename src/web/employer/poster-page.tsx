import { spelledCode } from '../../domain/employer/poster-code.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { OwnLine } from '../../services/employers/own-lines.ts';
import type { Gazetteer } from '../../services/ports.ts';
import { Page, type Site } from '../layout/page.tsx';
import { sitePath } from './paths.ts';
import { patternHours, placeName } from './words.ts';

const { t } = FRENCH;
const say = t.employer.poster;

type Props = {
  site: Site;
  own: OwnLine;
  gazetteer: Gazetteer;
  /** Where the poster leads, without `https://`. */
  address: string;
  /** Of the team that calls back; null where it has none. */
  phone: string | null;
};

/** One sheet of A4, read from two metres away. */
export function PosterPage({ site, own: { line, site: at, pattern }, gazetteer, address, phone }: Props) {
  return (
    <Page site={site} title={say.title(line.label)} noIndex>
      <div class="screen-only">
        <p class="way-back">
          <a href={sitePath(at.id)}>{say.back}</a>
        </p>
        <p class="notice">{say.print}</p>
      </div>
      <article class="poster" aria-label={say.title(line.label)}>
        <p class="poster-firm">{line.organisationName}</p>
        <h1>{say.heading}</h1>
        <p class="poster-line">{line.label}</p>
        <dl class="poster-facts">
          <dt>{say.to}</dt>
          <dd>{[at.label, placeName(at.place, gazetteer)].join(', ')}</dd>
          {pattern && (
            <>
              <dt>{say.hours}</dt>
              <dd>{patternHours(pattern.cycle)}</dd>
            </>
          )}
        </dl>
        <p class="poster-how">{say.how}</p>
        <p class="poster-step">{say.address}</p>
        <p class="poster-address">{address}</p>
        <p class="poster-step">{say.code}</p>
        <p class="poster-code">{spelledCode(line.code)}</p>
        <p>{say.free}</p>
        {phone && <p>{say.phone(phone)}</p>}
      </article>
    </Page>
  );
}
