import { sameValue } from '../../domain/plan/same-value.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { PlanStepView } from '../../services/plans/view-plan.ts';
import { Tag } from '../components/tag.tsx';
import type { FieldMessage } from '../forms/fields.tsx';
import { type StepAnswers, stepAnswers } from './plan-answers.ts';
import { collectWords, leftOf, licenceWords, referralOf, sumOf, whenOf } from './plan-words.ts';
import { StepFields, StepHidden } from './step-fields.tsx';

const { t } = FRENCH;
const say = t.plan.step;

export type CardProps = {
  step: StepAnswers;
  /** As it is stored; null while it is new. */
  stored: PlanStepView | null;
  index: number;
  count: number;
  path: string;
  errors: readonly FieldMessage[];
  timeZone: string;
  /** Where this step's offer is referred to; null where there is none, or no more. */
  referPath: string | null;
};

/** One step: what is known of it, then its answers, folded. */
export function StepCard(props: CardProps) {
  const { step, stored, index, count, path, errors } = props;
  const number = index + 1;
  const kinds: Record<string, string> = t.plan.kinds;
  const kind = kinds[step.kind] ?? t.plan.kinds.free;
  const isWrong = errors.some(({ field }) => field.startsWith(`step-${index}-`));
  const isChanged = stored !== null && !sameValue(stepAnswers(stored), step);
  const anchor = (at: number) => `${path}#etape-${at}`;
  return (
    <li class={`plan-step plan-step-${step.status}`} id={`etape-${index}`}>
      <StepHidden step={step} index={index} />
      <div class="step-head">
        <h3>{say.heading(number, kind)}</h3>
        <p class="step-moves">
          {index > 0 && (
            <button
              type="submit"
              name="action"
              value={`up:${index}`}
              formaction={anchor(index - 1)}
              class="button button-quiet"
              aria-label={say.up(number)}
            >
              {say.upShort}
            </button>
          )}
          {index < count - 1 && (
            <button
              type="submit"
              name="action"
              value={`down:${index}`}
              formaction={anchor(index + 1)}
              class="button button-quiet"
              aria-label={say.down(number)}
            >
              {say.downShort}
            </button>
          )}
          <button
            type="submit"
            name="action"
            value={`remove:${index}`}
            formaction={`${path}#etapes`}
            class="button button-quiet"
            aria-label={say.remove(number)}
          >
            {say.removeShort}
          </button>
        </p>
      </div>
      {stored === null ? <p class="soft">{say.unsaved}</p> : <StoredStep {...props} stored={stored} />}
      {isChanged && <p class="step-gone">{say.changed}</p>}
      <details class="folded" open={isWrong || isChanged || stored === null || undefined}>
        <summary>{say.edit}</summary>
        <StepFields step={step} index={index} errors={errors} path={path} />
      </details>
    </li>
  );
}

function StoredStep({ stored, timeZone, referPath }: CardProps & { stored: PlanStepView }) {
  const { offer, funding, left } = stored;
  const referral = referralOf(stored, timeZone);
  const asks = licenceWords(stored);
  const actor = stored.actor === null ? say.noActor : say.actors[stored.actor];
  return (
    <>
      {asks !== null && <p class="step-title">{asks}</p>}
      {stored.title && <p class="step-title">{stored.title}</p>}
      <p class="tags">
        <span class={`tag step-${stored.status}`}>{say.statuses[stored.status]}</span>
        {offer?.illustrative && <Tag tone="example">{t.catalogue.illustrative}</Tag>}
      </p>
      <dl class="plan-facts">
        <div>
          <dt>{say.when}</dt>
          <dd>{whenOf(stored)}</dd>
        </div>
        <div>
          <dt>{say.actor}</dt>
          <dd>{stored.actorName ? `${actor} : ${stored.actorName}` : actor}</dd>
        </div>
        {stored.referral?.appointment && (
          <div>
            <dt>{say.appointment}</dt>
            <dd>{stored.referral.appointment}</dd>
          </div>
        )}
        {stored.collect && (
          <div>
            <dt>{say.collect}</dt>
            <dd>{collectWords(stored.collect)}</dd>
          </div>
        )}
        {funding.costCents !== null && (
          <div>
            <dt>{say.price}</dt>
            <dd>{sumOf(funding.costCents, funding.per)}</dd>
          </div>
        )}
        {left !== null && funding.sources.length > 0 && (
          <div>
            <dt>{say.left}</dt>
            <dd>{leftOf(left, funding.per)}</dd>
          </div>
        )}
      </dl>
      {stored.step === 'alternative' && <p class="soft">{say.notCounted}</p>}
      {offer?.state === 'gone' && <p class="step-gone">{say.gone}</p>}
      {asks === null && offer?.provider && (
        <Provider
          provider={offer.provider}
          illustrative={offer.illustrative}
          isNamed={stored.actorName === offer.provider.name}
        />
      )}
      {stored.note && <p class="as-written">{stored.note}</p>}
      {asks === null && referral && stored.referral && (
        <p class="step-referral">
          <a class="standing" href={`/pro/orientations/${encodeURIComponent(stored.referral.id)}`}>
            {referral}
          </a>
        </p>
      )}
      {asks === null && referPath && offer?.state === 'offered' && !isUnderWay(stored) && (
        <p>
          <a class="standing" href={referPath}>
            {say.refer}
          </a>
        </p>
      )}
    </>
  );
}

/** Nobody is sent twice where an answer is awaited, or was yes. */
const isUnderWay = ({ referral }: PlanStepView) =>
  referral !== null && referral.status !== 'refused' && referral.status !== 'expired';

type OfferProvider = NonNullable<NonNullable<PlanStepView['offer']>['provider']>;

/** The contact of an invented offer would lead to somebody who knows nothing of it; a name that was told is not told again. */
function Provider(props: { provider: OfferProvider; illustrative: boolean; isNamed: boolean }) {
  const { provider, illustrative, isNamed } = props;
  const { name, phone, email } = provider;
  const links = illustrative
    ? []
    : [
        ...(phone ? [{ href: `tel:${phone.replace(/[^+\d]/g, '')}`, text: phone }] : []),
        ...(email ? [{ href: `mailto:${email}`, text: email }] : []),
      ];
  if (isNamed && links.length === 0) return null;
  return (
    <p class="soft step-contact">
      {!isNamed && <span>{name}</span>}
      {links.map(({ href, text }) => (
        <a class="standing" href={href}>
          {text}
        </a>
      ))}
    </p>
  );
}
