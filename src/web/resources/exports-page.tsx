import { OFFER_KINDS } from '../../domain/catalogue/offer.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { Page, type Site } from '../layout/page.tsx';
import { EXPORTS_PATH, HOME_PATH, IMPORTS_PATH } from './import-paths.ts';

const { t } = FRENCH;
const say = t.imports.exports;

const FEEDS = [
  '/data-inclusion/structures.json',
  '/data-inclusion/services.json',
  '/gbfs/3.0/gbfs.json',
  '/donnees-ouvertes/offres.json',
];

/** `/ressources/exports`: what leaves the catalogue, file by file. */
export function ExportsPage({ site, licence }: { site: Site; licence: string }) {
  return (
    <Page site={site} title={say.title} noIndex>
      <p class="way-back">
        <a href={HOME_PATH}>{t.imports.back}</a>
      </p>
      <h1>{say.title}</h1>
      <p class="lead">{say.lead}</p>
      <h2>{say.offers}</h2>
      <p>{say.offersText}</p>
      <ul class="files">
        {OFFER_KINDS.map((kind) => (
          <li>
            <FileLink file={`offres-${kind}.xlsx`} label={t.imports.templates.xlsx(t.catalogue.kinds[kind])} />
            <FileLink file={`offres-${kind}.csv`} label={t.imports.templates.csv(t.catalogue.kinds[kind])} />
          </li>
        ))}
      </ul>
      <h2>{say.standards}</h2>
      <ul class="files">
        <li>
          <FileLink file="structures.json" label={say.structures} />
          <FileLink file="services.json" label={say.services} />
        </li>
        <li>
          <FileLink file="lieux-covoiturage.csv" label={say.carpoolPlaces} />
          <FileLink file="stops.txt" label={say.stops} />
          <FileLink file="autopartage.json" label={say.gbfs} />
        </li>
      </ul>
      <h2>{say.open}</h2>
      <p>{say.openText(licence)}</p>
      <ul class="files">
        <li>
          <FileLink file="donnees-ouvertes.csv" label={say.openCsv} />
          <FileLink file="donnees-ouvertes.json" label={say.openJson} />
        </li>
      </ul>
      <h2>{say.published}</h2>
      <ul class="files">
        {FEEDS.map((path) => (
          <li>
            <a href={path} class="standing">
              {path}
            </a>
          </li>
        ))}
      </ul>
      <p class="ways">
        <a href={IMPORTS_PATH} class="standing">
          {say.toImports}
        </a>
      </p>
    </Page>
  );
}

function FileLink({ file, label }: { file: string; label: string }) {
  return (
    <a href={`${EXPORTS_PATH}/${file}`} class="standing" download>
      {label}
    </a>
  );
}
