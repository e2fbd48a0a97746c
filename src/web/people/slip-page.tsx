import { FRENCH } from '../../i18n/languages.ts';
import type { WayInSpeech } from '../../i18n/way-in/index.ts';
import type { Site } from '../layout/page.tsx';
import { PersonFrame } from '../plan/person-frame.tsx';

const { slip } = FRENCH.t.wayIns;

/** The paper itself: never a name, a home or a job on it. */
export function SlipPage(props: {
  site: Site;
  told: WayInSpeech;
  code: string;
  /** Where to go, as one types it. */
  address: string;
  /** `lundi 7 décembre 2026` */
  until: string;
  phone: string | null;
  path: string;
}) {
  const { site, told, code, address, until, phone, path } = props;
  const { say, speech } = told;
  const words = say.slip;
  // The page is named by what it is: its title stands at the head of the printed sheet.
  return (
    <PersonFrame site={{ territory: site.territory }} speech={speech} title={words.title} inLanguage={null}>
      <div class="screen-only" lang="fr" dir="ltr">
        <p class="way-back">
          <a href={path}>{slip.back}</a>
        </p>
        <p class="notice">{slip.note}</p>
        <p class="soft">{slip.print}</p>
      </div>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <h2>{words.code}</h2>
      <p class="slip-code">
        <bdi>{code}</bdi>
      </p>
      <ol class="next-steps">
        {words.steps(address).map((step) => (
          <li>{step}</li>
        ))}
      </ol>
      <p>{words.until(until)}</p>
      <p>{phone === null ? words.lostNoPhone : words.lost(phone)}</p>
      <p>{words.own}</p>
    </PersonFrame>
  );
}
