import type { Speech } from '../../i18n/languages.ts';
import type { OfferView } from '../../services/view-offer.ts';
import { LocatorMap, type Pin } from '../components/locator-map.tsx';
import type { MapSheet } from '../components/map-sheet.ts';
import { Tag } from '../components/tag.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { accessSentences, placeName, placesOf, practicalFacts } from './offer-facts.ts';
import { ReportForm } from './report-form.tsx';

type Props = {
  site: Site;
  speech: Speech;
  offer: OfferView;
  zoneNames(codes: readonly string[]): string[];
  /** Of the territory's rules: nobody born before that year is asked for an AM licence. */
  amExemptBornBefore: number;
  /** Null where the territory has no contours. */
  sheet: MapSheet | null;
  /** Of a professional who is signed in, where they work in this territory. */
  report: { formToken: string; said: string | undefined } | null;
};

export function OfferPage({ site, speech, offer, zoneNames, amExemptBornBefore, sheet, report }: Props) {
  const { t, language } = speech;
  const { catalogue } = t;
  const say = catalogue.offer;
  return (
    <Page site={site} speech={speech} title={offer.title} section="catalogue" wide>
      <p class="way-back">
        <a href={`/${language.code}/catalogue`}>{say.back}</a>
      </p>
      <p class="tags">
        <Tag>{catalogue.kinds[offer.kind]}</Tag>
        {offer.illustrative && <Tag tone="example">{catalogue.illustrative}</Tag>}
      </p>
      <h1>{offer.title}</h1>
      <p class="lead">{catalogue.by(offer.provider.name)}</p>
      {offer.description && <p class="measure">{offer.description}</p>}
      {offer.illustrative && <p class="notice">{catalogue.illustrativeText}</p>}
      <div class="beside beside-end">
        <div>
          <section aria-labelledby="practical">
            <h2 id="practical">{say.practical}</h2>
            <dl class="facts">
              {practicalFacts(offer, { t, zoneNames }).map(({ term, values }) => (
                <div>
                  <dt>{term}</dt>
                  {values.map((value) => (
                    <dd>{value}</dd>
                  ))}
                </div>
              ))}
            </dl>
            {offer.redacted && <p class="soft">{say.naturalPerson}</p>}
          </section>
          <section aria-labelledby="access">
            <h2 id="access">{say.access}</h2>
            <ul class="plain-list">
              {accessSentences(offer, { t, zoneNames, amExemptBornBefore }).map((sentence) => (
                <li>{sentence}</li>
              ))}
            </ul>
          </section>
          <Contact offer={offer} t={t} />
          <p class="soft">
            {offer.confirmedAt ? catalogue.confirmed(t.format.date(offer.confirmedAt)) : catalogue.neverConfirmed}
          </p>
        </div>
        <Where offer={offer} t={t} sheet={sheet} />
      </div>
      {report && <ReportForm offerId={offer.id} {...report} />}
      <p class="actions">
        <a class="button" href="/pro/essai">
          {say.tryThis}
        </a>
      </p>
    </Page>
  );
}

function Contact({ offer: { provider, illustrative }, t }: { offer: OfferView; t: Speech['t'] }) {
  const say = t.catalogue.offer;
  // The contact of an invented offer would lead nowhere, or to somebody who knows nothing of it.
  if (illustrative) return null;
  const { phone, email, url } = provider;
  return (
    <section aria-labelledby="contact">
      <h2 id="contact">{say.contact}</h2>
      <dl class="facts">
        {phone && (
          <div>
            <dt>{say.phone}</dt>
            <dd>
              <a class="standing" href={`tel:${phone.replace(/[^+\d]/g, '')}`}>
                {phone}
              </a>
            </dd>
          </div>
        )}
        {email && (
          <div>
            <dt>{say.email}</dt>
            <dd>
              <a class="standing" href={`mailto:${email}`}>
                {email}
              </a>
            </dd>
          </div>
        )}
        {url && (
          <div>
            <dt>{say.site}</dt>
            <dd>
              <a class="standing" href={url} rel="noopener external">
                {url.replace(/^https?:\/\/|\/$/g, '')}
              </a>
            </dd>
          </div>
        )}
      </dl>
      {!phone && !email && !url && <p>{say.noContact}</p>}
    </section>
  );
}

function Where({ offer, t, sheet }: { offer: OfferView; t: Speech['t']; sheet: MapSheet | null }) {
  const places = placesOf(offer);
  if (sheet === null || places.length === 0) return null;
  const pins = places.map(
    (place, i): Pin => ({
      lon: place.lon,
      lat: place.lat,
      label: placeName(place, t),
      mark: offer.kind === 'carpool' && i === 0 ? 'from' : 'to',
    }),
  );
  const names = pins.map(({ label }) => label);
  return (
    <section class="where" aria-labelledby="where">
      <h2 id="where">{t.catalogue.offer.where}</h2>
      <LocatorMap
        sheet={sheet}
        pins={pins}
        title={t.catalogue.offer.mapAlt(names.join(offer.kind === 'carpool' ? ' → ' : ', '))}
      />
      <ul class="legend">
        {pins.map(({ label, mark }) => (
          <li class={`legend-${mark}`}>{label}</li>
        ))}
      </ul>
    </section>
  );
}
