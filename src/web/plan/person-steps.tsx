import type { Child } from 'hono/jsx';
import type { ToBring } from '../../domain/plan/what-to-bring.ts';
import type { PersonSpeech } from '../../i18n/person/index.ts';
import type { PersonPlanView, PersonStep } from '../../services/plans/read-shared-plan.ts';
import { whereAndWhen } from './offer-where.ts';

type Props = { plan: PersonPlanView; speech: PersonSpeech; communeName(code: string): string | null };

/** The steps as the person reads them: when, where, whom to call, what to bring, what is left to pay. */
export function PersonSteps({ plan, speech, communeName }: Props) {
  const { t } = speech;
  if (plan.steps.length === 0) return <p>{t.plan.empty}</p>;
  return (
    <ol class="person-steps">
      {plan.steps.map((step, i) => (
        <li class={step.status === 'done' ? 'panel person-step step-is-done' : 'panel person-step'}>
          <h2>{t.plan.numbered(i + 1, t.plan.kinds[step.step])}</h2>
          <Step step={step} speech={speech} communeName={communeName} />
        </li>
      ))}
    </ol>
  );
}

function Step({ step, speech, communeName }: { step: PersonStep } & Omit<Props, 'plan'>) {
  const { t, format } = speech;
  const say = t.plan;
  const { offer } = step;
  // Told of the solution that asks for it: where it is, whom to call and what to bring are said there.
  const asks = licenceWords(step, speech);
  const isOfOffer = asks === null;
  const where = isOfOffer && offer?.view ? whereAndWhen(offer.view, speech, communeName) : null;
  const bring = isOfOffer && offer?.state === 'offered' ? offer.bring.map((one) => broughtWords(one, speech)) : [];
  const status = step.status === 'dropped' ? null : say.statuses[step.status];
  return (
    <>
      {asks !== null && <p class="step-title">{asks}</p>}
      {step.title && <AsWritten text={step.title} class="step-title" />}
      {status && (
        <p class="tags">
          <span class={`tag step-${step.status}`}>{status}</span>
          {isOfOffer && step.referral && (
            <span class={`tag referral-${step.referral}`}>{say.referral[step.referral]}</span>
          )}
        </p>
      )}
      {step.step === 'alternative' && <p class="soft">{say.notCounted}</p>}
      {offer?.state === 'gone' && <p class="step-gone">{say.gone}</p>}
      {isOfOffer && offer?.illustrative && <p class="soft">{say.example}</p>}
      <dl class="facts">
        <Fact term={say.when}>
          <p>{whenWords(step, speech)}</p>
        </Fact>
        {isOfOffer && step.appointment && (
          <Fact term={say.appointment}>
            <AsWritten text={step.appointment} />
          </Fact>
        )}
        {isOfOffer && step.collect && (
          <Fact term={say.collect}>
            <p>{collectWords(step.collect, speech)}</p>
          </Fact>
        )}
        {where && where.places.length > 0 && (
          <Fact term={say.where}>
            {where.places.map((place) => (
              <AsWritten text={place} />
            ))}
          </Fact>
        )}
        {where && where.hours.length > 0 && (
          <Fact term={say.hours}>
            {where.hours.map((line) => (
              <p>{line}</p>
            ))}
          </Fact>
        )}
        {where && where.departures.length > 0 && (
          <Fact term={say.departures}>
            {where.departures.map((line) => (
              <p>{line}</p>
            ))}
          </Fact>
        )}
        {step.actor && (
          <Fact term={say.who}>
            <p>{say.actors[step.actor]}</p>
            {step.actorName && step.actorName !== offer?.provider?.name && <AsWritten text={step.actorName} />}
          </Fact>
        )}
        {isOfOffer && offer?.state === 'offered' && offer.provider && (
          <Fact term={say.call}>
            <AsWritten text={offer.provider.name} />
            <Phone phone={offer.illustrative ? null : offer.provider.phone} otherwise={say.callNobody} />
          </Fact>
        )}
        {bring.length > 0 && (
          <Fact term={say.bring}>
            <ul class="plain-list">
              {bring.map((one) => (
                <li>{one}</li>
              ))}
            </ul>
          </Fact>
        )}
        {costsSomething(step) && (
          <Fact term={say.pay}>
            {payWords(step, speech).map((line) => (
              <p>{line}</p>
            ))}
          </Fact>
        )}
      </dl>
      {step.note && (
        <>
          <p class="soft">{say.written}</p>
          <AsWritten text={step.note} class="as-written" />
        </>
      )}
    </>
  );

  function payWords({ left, per }: PersonStep, { t: words }: PersonSpeech): string[] {
    if (left === null) return [words.plan.unknown];
    const sum = (cents: number) =>
      per === 'month' ? words.plan.sumPerMonth(format.euros(cents)) : words.plan.sum(format.euros(cents));
    if (left.leftCents === 0) return [words.plan.nothing];
    const hoped = left.leftIfGrantedCents < left.leftCents ? [words.plan.mayFall(sum(left.leftIfGrantedCents))] : [];
    return [sum(left.leftCents), ...hoped];
  }
}

const Fact = ({ term, children }: { term: string; children: Child }) => (
  <div>
    <dt>{term}</dt>
    <dd>{children}</dd>
  </div>
);

/** Words that somebody wrote in French stay so, and say so to whoever reads them aloud. */
const AsWritten = ({ text, class: name }: { text: string; class?: string }) => (
  <p lang="fr" dir="auto" class={name}>
    {text}
  </p>
);

function Phone({ phone, otherwise }: { phone: string | null; otherwise: string }) {
  if (!phone) return <p>{otherwise}</p>;
  return (
    <p class="phone">
      <a href={`tel:${phone.replace(/[^+\d]/g, '')}`}>
        <bdi dir="ltr">{phone}</bdi>
      </a>
    </p>
  );
}

const NO_COST: ReadonlySet<string> = new Set(['funding', 'autonomy', 'free', 'licenceCheck']);

/** A step that costs nothing and was said to cost nothing says so; of one that pays nobody, nothing is said. */
const costsSomething = ({ step, left }: PersonStep) => left !== null || !NO_COST.has(step);

/** A licence to have before a solution that asks for it: a question, or one that is surely not there. */
function licenceWords({ step, licence, offer }: PersonStep, { t }: PersonSpeech): string | null {
  if (licence === null) return null;
  if (step === 'licenceCheck') return t.plan.licenceAsked(licence);
  return step === 'licence' && offer?.kind !== 'drivingLicence' ? t.plan.licenceMissing(licence) : null;
}

function collectWords(collect: NonNullable<PersonStep['collect']>, { t, format }: PersonSpeech): string {
  if (collect === 'never') return t.plan.collectNever;
  const { on, from, to } = collect;
  return t.plan.collectOn(format.date(on), format.clock(from), to === '00:00' ? format.midnight : format.clock(to));
}

function whenWords({ from, until }: PersonStep, { t, format }: PersonSpeech): string {
  if (from !== null && until !== null) return t.plan.between(format.date(from), format.date(until));
  if (from !== null) return t.plan.from(format.date(from));
  return until === null ? t.plan.noDate : t.plan.until(format.date(until));
}

function broughtWords(one: ToBring, { t, format }: PersonSpeech): string {
  const { brought } = t.plan;
  switch (one.what) {
    case 'deposit':
      return brought.deposit(format.euros(one.cents));
    case 'licence':
      return one.category === 'B' ? brought.licenceB : brought.licenceAM;
    default:
      return brought[one.what];
  }
}
