import { FRENCH } from '../../i18n/languages.ts';
import type { GivenWayIn } from '../../services/ports/way-ins.ts';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { filePath } from './person-names.ts';

const { t } = FRENCH;
const say = t.wayIns;

type AccessProps = {
  site: Site;
  formToken: string;
  /** A code drawn with the form: sent twice, it is one. */
  code: string;
  personId: string;
  name: string;
  isClosed: boolean;
  wayIns: readonly GivenWayIn[];
  timeZone: string;
  mayWrite: boolean;
  done: string | null;
};

/** `/pro/personnes/:id/acces` */
export function AccessPage(props: AccessProps) {
  const { site, personId, name, wayIns, mayWrite, done, formToken } = props;
  const notice = done === null ? null : (say.done[done] ?? null);
  const path = `${filePath(personId)}/acces`;
  return (
    <Page site={site} title={say.title} section="people" noIndex>
      <p class="way-back">
        <a href={filePath(personId)}>{say.back}</a>
      </p>
      <h1>{say.title}</h1>
      {notice && (
        <p class="notice" role="status">
          {notice}
        </p>
      )}
      <p class="lead">{say.lead(name)}</p>
      {mayWrite && (
        <section aria-labelledby="donner">
          <h2 id="donner">{say.give.heading}</h2>
          <p>{say.give.text}</p>
          {props.isClosed ? (
            <p class="notice notice-ask">{say.give.closed}</p>
          ) : (
            <form action={`${path}/code`} method="post">
              <FormToken value={formToken} />
              <input type="hidden" name="code" value={props.code} />
              <button type="submit" class="button">
                {say.give.submit}
              </button>
            </form>
          )}
        </section>
      )}
      <section aria-labelledby="en-cours">
        <h2 id="en-cours">{say.held.heading}</h2>
        {wayIns.length === 0 ? (
          <p>{say.held.none}</p>
        ) : (
          <ul class="plain-list way-ins" aria-label={say.held.caption}>
            {wayIns.map((wayIn) => (
              <Held {...props} path={path} wayIn={wayIn} />
            ))}
          </ul>
        )}
        {mayWrite && wayIns.length > 0 && (
          <form action={`${path}/fin`} method="post">
            <FormToken value={formToken} />
            <p>{say.held.endAllText}</p>
            <button type="submit" class="button button-quiet">
              {say.held.endAll}
            </button>
          </form>
        )}
      </section>
    </Page>
  );
}

function Held({ wayIn, path, timeZone, mayWrite, formToken }: AccessProps & { wayIn: GivenWayIn; path: string }) {
  const { held } = say;
  const at = (instant: string) => t.format.instant(instant, timeZone);
  const what =
    wayIn.publicCode !== null ? held.codeNamed(wayIn.publicCode) : wayIn.byCode ? held.byCode : held.kinds[wayIn.kind];
  return (
    <li class="panel">
      <h3>{what}</h3>
      <dl class="facts">
        <div>
          <dt>{held.since}</dt>
          <dd>{at(wayIn.createdAt)}</dd>
        </div>
        <div>
          <dt>{held.until}</dt>
          <dd>{at(wayIn.expiresAt)}</dd>
        </div>
        {wayIn.kind !== 'calendar' && (
          <div>
            <dt>{held.seen}</dt>
            <dd>
              {wayIn.lastSeenAt === null ? held.never : at(wayIn.lastSeenAt)}
              {wayIn.attempts > 0 && ` (${held.wrong(wayIn.attempts)})`}
            </dd>
          </div>
        )}
      </dl>
      {mayWrite && (
        <form action={`${path}/fin`} method="post">
          <FormToken value={formToken} />
          <input type="hidden" name="acces" value={wayIn.id} />
          <button type="submit" class="button button-quiet" aria-label={held.endNamed(what, at(wayIn.createdAt))}>
            {held.end}
          </button>
        </form>
      )}
    </li>
  );
}
