import type { Child } from 'hono/jsx';
import type { Known } from '../../domain/diagnostic/open-facts.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { type ComparedOffer, type Comparison, MOST_COMPARED } from '../../services/result/compare-offers.ts';
import { Tag } from '../components/tag.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { legName } from './leg-names.ts';
import { OfferActions, priceText, questionsOf, spanText } from './offer-result.tsx';
import { offerTitle } from './offer-title.ts';
import type { ResultPlace } from './result-place.ts';
import { saidOnce, spanOf } from './result-summary.ts';

const { t } = FRENCH;
const say = t.result.compare;
const { format } = t;

/** As many rides as one reads in a cell. */
const RIDES = 6;
const REASONS = 4;

type Props = { site: Site; place: ResultPlace; comparison: Comparison; asked: number };

/** Up to three offers side by side; one under the other on a phone. */
export function ComparePage({ site, place, comparison, asked }: Props) {
  const { offers, missing, diagnostic } = comparison;
  const rows = rowsOf(comparison, diagnostic);
  return (
    <Page site={site} title={say.title} section={place.section} noIndex wide>
      <p class="way-back">
        <a href={`${place.path}#offres`}>{say.back}</a>
      </p>
      <h1>{say.heading}</h1>
      {asked > MOST_COMPARED && <p class="notice notice-ask">{say.tooMany(MOST_COMPARED)}</p>}
      {missing > 0 && <p class="notice notice-ask">{say.missing(missing)}</p>}
      {offers.length === 0 ? (
        <p>{say.none}</p>
      ) : (
        <table class="compare">
          <caption class="unseen">{say.heading}</caption>
          <thead>
            <tr>
              <th scope="col">
                <span class="unseen">{say.what}</span>
              </th>
              {offers.map(({ match }) => (
                <th scope="col">
                  <a class="standing" href={`${place.path}/offre/${encodeURIComponent(match.offerId)}`}>
                    {offerTitle(match)}
                  </a>
                  <span class="tags">
                    <Tag>{t.catalogue.kinds[match.kind]}</Tag>
                    {match.illustrative && <Tag tone="example">{t.catalogue.illustrative}</Tag>}
                  </span>
                  <OfferActions place={place} offerId={match.offerId} title={offerTitle(match)} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, cellOf]) => (
              <tr>
                <th scope="row">{name}</th>
                {offers.map((offer) => (
                  <td>
                    {/* On a phone the columns are one under the other: each says whose it is. */}
                    <span class="compare-of">{offerTitle(offer.match)}</span>
                    {cellOf(offer) ?? say.nothing}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Page>
  );
}

type Row = [name: string, cellOf: (offer: ComparedOffer) => Child];

function rowsOf({ legs }: Comparison, known: Known): Row[] {
  const { rows } = say;
  const outOf = t.result.offer.outOf;
  return [
    [rows.sentence, ({ match }) => <strong>{format.typeset(match.sentence)}</strong>],
    [rows.verdict, ({ match }) => <Tag tone={match.verdict}>{t.result.offer.verdicts[match.verdict]}</Tag>],
    [rows.coverage, ({ match }) => (match.legs.length > 0 ? outOf(match.coverage.served, match.coverage.total) : null)],
    [rows.days, ({ match }) => <Rides match={match} legs={legs} />],
    [rows.duration, ({ match }) => spanText(spanOf(match, 'durationSeconds'), null)],
    [rows.wait, ({ match }) => spanText(spanOf(match, 'waitSeconds'), t.result.offer.none)],
    [rows.cost, ({ match }) => (match.legs.length > 0 ? priceText(match.costPerMonthCents) : null)],
    [rows.co2, ({ match }) => (match.co2PerMonthGrams === null ? null : format.kilograms(match.co2PerMonthGrams))],
    [rows.met, ({ match }) => <List items={saidOnce(match.criteria, 'met').map((one) => one.explanation)} />],
    [
      rows.asks,
      ({ match }) => (
        <List items={questionsOf(saidOnce(match.criteria, 'unknown'), known).map(({ question }) => question)} />
      ),
    ],
    [
      rows.unmet,
      ({ match }) => (
        <List
          items={saidOnce(match.criteria, 'unmet').map(({ explanation, fix }) =>
            fix === null ? explanation : `${explanation} ${t.result.offer.fix}${fix}.`,
          )}
        />
      ),
    ],
    [rows.turning, ({ match }) => <List items={(match.turning ?? []).slice(0, 1).map(({ sentence }) => sentence)} />],
    [rows.contact, ({ contact }) => <Contact {...contact} />],
  ];
}

function Rides({ match, legs }: Pick<ComparedOffer, 'match'> & Pick<Comparison, 'legs'>) {
  const served = match.legs.filter((leg) => leg.served);
  if (served.length === 0) return say.nothing;
  const lines = served.slice(0, RIDES).flatMap((leg) => {
    const asked = legs.find(({ id }) => id === leg.legId);
    if (asked === undefined) return [];
    const { departAt, arriveAt } = leg;
    if (departAt === null || arriveAt === null) return [say.rideAt(legName(asked))];
    return [say.ride(legName(asked), format.clock(departAt), format.clock(arriveAt))];
  });
  const others = served.length - RIDES;
  return <List items={others > 0 ? [...lines, say.otherRides(others)] : lines} most={RIDES + 1} />;
}

function List({ items, most = REASONS }: { items: readonly string[]; most?: number }) {
  const shown = [...new Set(items)].slice(0, most);
  if (shown.length === 0) return <>{say.nothing}</>;
  return (
    <ul>
      {shown.map((item) => (
        <li>{format.typeset(item)}</li>
      ))}
    </ul>
  );
}

function Contact({ name, phone, email, url }: ComparedOffer['contact']) {
  return (
    <>
      {name}
      {phone && (
        <a class="standing" href={`tel:${phone.replace(/[^+\d]/g, '')}`}>
          {phone}
        </a>
      )}
      {email && (
        <a class="standing" href={`mailto:${email}`}>
          {email}
        </a>
      )}
      {url && (
        <a class="standing" href={url} rel="noreferrer">
          {url.replace(/^https?:\/\//, '')}
        </a>
      )}
      {!phone && !email && !url && <span class="soft">{` ${say.noContact}`}</span>}
    </>
  );
}
