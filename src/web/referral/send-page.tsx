import { FRENCH } from '../../i18n/languages.ts';
import type { PreparedReferral } from '../../services/referrals/prepare-referral.ts';
import { Tag } from '../components/tag.tsx';
import {
  ChoiceField,
  ErrorSummary,
  type FieldMessage,
  messageFor,
  SelectField,
  TextAreaField,
  TextField,
} from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import type { SendTyped } from './send-form.ts';

const { t } = FRENCH;
const say = t.referral.send;

export type SendPageProps = {
  site: Site;
  prepared: PreparedReferral;
  typed: SendTyped;
  path: string;
  back: string;
  filePath: string;
  formToken: string;
  once: string;
  errors?: readonly FieldMessage[];
  /** What was read is not what would be sent any more. */
  changed?: boolean;
};

/** One page: exactly what will be handed over, to whom, and the person's agreement to it. */
export function SendPage(props: SendPageProps) {
  const { site, prepared, typed, errors = [] } = props;
  const { offer, person, verdict } = prepared;
  const name = t.referral.person(person.firstName, person.lastName) || t.referral.nameless(person.reference);
  const wrong = (field: string) => messageFor(errors, field);
  return (
    <Page site={site} title={say.title} noIndex hasErrors={errors.length > 0 || props.changed === true}>
      <p class="way-back">
        <a href={props.back}>{say.back}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      {props.changed && (
        <p class="notice notice-ask" role="alert">
          {say.changed}
        </p>
      )}
      <p class="tags">
        <Tag>{t.catalogue.kinds[offer.kind]}</Tag>
        {offer.illustrative && <Tag tone="example">{t.catalogue.illustrative}</Tag>}
      </p>
      <h1>{say.heading(name, offer.title)}</h1>
      <p class="lead">{t.catalogue.by(offer.provider.name)}</p>
      <p class="sentence">{prepared.sentence}</p>
      {verdict === 'toVerify' && <p class="notice notice-ask">{say.toVerify}</p>}
      {prepared.openId !== null && <Already id={prepared.openId} />}
      <form action={props.path} method="post" novalidate>
        <FormToken value={props.formToken} />
        <input type="hidden" name="once" value={props.once} />
        <input type="hidden" name="shown" value={prepared.shown} />
        <input type="hidden" name="diagnostic" value={prepared.diagnosticId} />
        <input type="hidden" name="version" value={String(prepared.diagnosticVersion)} />
        {typed.previousId && <input type="hidden" name="suite" value={typed.previousId} />}
        {typed.planId && <input type="hidden" name="plan" value={typed.planId} />}
        {typed.planId && <input type="hidden" name="etape" value={typed.planPosition} />}
        {verdict === 'impossible' && <Impossible prepared={prepared} typed={typed} error={wrong('insist')} />}
        <Facts prepared={prepared} typed={typed} filePath={props.filePath} />
        <section class="panel" aria-labelledby="words">
          <h2 id="words">{say.words}</h2>
          <TextAreaField
            id="message"
            label={say.message}
            hint={say.messageHint}
            rows={7}
            value={typed.message}
            error={wrong('message')}
          />
          {prepared.documents.length > 0 && (
            <ChoiceField
              id="documents"
              type="checkbox"
              legend={say.documents}
              hint={say.documentsHint}
              values={typed.documents}
              options={prepared.documents.map((text) => ({ value: text, label: text }))}
            />
          )}
          <TextField
            id="otherDocument"
            label={say.otherDocument}
            value={typed.otherDocument}
            error={wrong('otherDocument')}
          />
        </section>
        <Consent prepared={prepared} typed={typed} wrong={wrong} />
        <Told prepared={prepared} />
        <p class="actions">
          <button type="submit" class="button">
            {say.submit}
          </button>
        </p>
      </form>
    </Page>
  );
}

function Already({ id }: { id: string }) {
  return (
    <p class="notice notice-ask">
      {say.already}{' '}
      <a class="standing" href={`/pro/orientations/${encodeURIComponent(id)}`}>
        {say.seeIt}
      </a>
    </p>
  );
}

type Part = { prepared: PreparedReferral; typed: SendTyped };

function Impossible({ prepared, typed, error }: Part & { error: string | undefined }) {
  return (
    <section class="panel impossible" aria-labelledby="impossible">
      <h2 id="impossible">{say.impossible}</h2>
      <ul>
        {prepared.unmet.slice(0, 3).map(({ explanation, fix }) => (
          <li>
            {t.format.typeset(explanation)}
            {fix && <span class="fix">{say.fix(fix)}</span>}
          </li>
        ))}
      </ul>
      <TextAreaField id="insist" label={say.insist} hint={say.insistHint} rows={2} value={typed.insist} error={error} />
    </section>
  );
}

function Facts({ prepared, typed, filePath }: Part & { filePath: string }) {
  const { facts, parties } = prepared;
  const known = facts.filter(({ value }) => value !== null);
  const optional = known.filter((fact) => fact.optional);
  const unknown = facts.filter(({ value }) => value === null);
  return (
    <section class="panel" aria-labelledby="handed-over">
      <h2 id="handed-over">{say.handedOver}</h2>
      <p>{say.handedOverLead(parties.provider.name)}</p>
      <h3>{say.always}</h3>
      <dl class="facts">
        {known
          .filter((fact) => !fact.optional)
          .map(({ label, value }) => (
            <div>
              <dt>{label}</dt>
              <dd>{t.format.typeset(value ?? '')}</dd>
            </div>
          ))}
      </dl>
      {optional.length > 0 && (
        <ChoiceField
          id="facts"
          type="checkbox"
          legend={say.optional}
          values={typed.facts}
          options={optional.map(({ code, label, value }) => ({
            value: code,
            label,
            hint: t.format.typeset(value ?? ''),
          }))}
        />
      )}
      {unknown.length > 0 && (
        <>
          <h3>{say.unknown}</h3>
          <p>
            {t.format.list(unknown.map(({ label }) => label))}.{' '}
            <a class="standing" href={filePath}>
              {say.unknownLink}
            </a>
          </p>
        </>
      )}
    </section>
  );
}

function Consent({ prepared, typed, wrong }: Part & { wrong(field: string): string | undefined }) {
  return (
    <section class="panel" aria-labelledby="agreement">
      <h2 id="agreement">{say.consent}</h2>
      <p>{say.consentRead}</p>
      <blockquote class="said">{t.format.typeset(prepared.wording)}</blockquote>
      <ChoiceField
        id="consent"
        type="checkbox"
        legend={<span class="unseen">{say.consent}</span>}
        values={typed.consent ? ['1'] : []}
        options={[{ value: '1', label: say.consentTick }]}
        error={wrong('consent')}
      />
      <SelectField
        id="channel"
        label={say.consentChannel}
        value={typed.channel}
        options={Object.entries(t.referral.channels).map(([value, label]) => ({ value, label }))}
        error={wrong('channel')}
      />
    </section>
  );
}

function Told({ prepared: { parties, provider } }: { prepared: PreparedReferral }) {
  const { name, phone } = parties.provider;
  return (
    <section class="panel" aria-labelledby="told">
      <h2 id="told">{say.told}</h2>
      {provider.email !== null && <p>{say.toldByMail(name, provider.email)}</p>}
      {provider.organisationId !== null && <p>{say.toldByAccount(name)}</p>}
      {provider.email === null && provider.organisationId === null && (
        <p class="notice notice-ask">{phone === null ? say.toldByNobody(name) : say.toldByPhone(name, phone)}</p>
      )}
      <p class="soft">{say.toldLater}</p>
    </section>
  );
}
