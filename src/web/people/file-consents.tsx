import { CONSENT_CHANNELS, CONSENT_PURPOSES, currentWording } from '../../domain/people/consent-wordings.ts';
import { SCHEME_STATES, SCHEMES } from '../../domain/people/schemes.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { messageFor, SelectField, TextField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import type { FileProps } from './file-page.tsx';
import { filePath } from './person-names.ts';

const { t } = FRENCH;
const say = t.people.file;

/** What the person agreed to, in which words, and the way to write down that they changed their mind. */
export function ConsentSection({ view, formToken, once, timeZone, mayWrite, errors, typed }: FileProps) {
  const { consents: words } = say;
  const path = filePath(view.file.id);
  const at = (instant: string) => t.format.instant(instant, timeZone);
  const isOpen = errors.some(({ field }) => ['purpose', 'channel', 'givenOn', 'consent'].includes(field));
  return (
    <section id="accords" aria-labelledby="accords-titre">
      <h2 id="accords-titre">{words.heading}</h2>
      <p class="soft">{words.text}</p>
      {view.consents.length === 0 && <p>{words.none}</p>}
      <ul class="plain-list file-list">
        {view.consents.map(({ id, purpose, wording, channel, givenAt, recordedByName, withdrawnAt }) => {
          const name = words.purposes[purpose] ?? words.otherPurpose;
          const opened = view.circle.find(({ consentId }) => consentId === id);
          return (
            <li>
              <p class="file-line">
                <strong>{name}</strong>{' '}
                <span class="soft">
                  {withdrawnAt
                    ? words.withdrawn(at(withdrawnAt))
                    : words.given(at(givenAt), words.channels[channel], recordedByName)}
                </span>{' '}
                {opened && <span class="soft">{words.to(opened.organisationName ?? say.circle.unknown)}</span>}
              </p>
              <details>
                <summary>{words.wording}</summary>
                <p>{wording}</p>
              </details>
              {mayWrite && withdrawnAt === null && (
                <form action={`${path}/accords/retrait`} method="post">
                  <FormToken value={formToken} />
                  <input type="hidden" name="consentId" value={id} />
                  <button type="submit" class="button button-quiet" aria-label={words.withdrawThis(name)}>
                    {words.withdraw}
                  </button>
                </form>
              )}
            </li>
          );
        })}
      </ul>
      {mayWrite && (
        <details class="folded" id="consent" open={isOpen}>
          <summary>{words.record}</summary>
          <form action={`${path}/accords`} method="post" novalidate>
            <FormToken value={formToken} />
            <input type="hidden" name="once" value={once} />
            <fieldset class={messageFor(errors, 'purpose') ? 'field choices field-wrong' : 'field choices'}>
              <legend>{words.purpose}</legend>
              {messageFor(errors, 'purpose') && <span class="wrong">{messageFor(errors, 'purpose')}</span>}
              {CONSENT_PURPOSES.map((purpose, index) => {
                const id = index === 0 ? 'purpose' : `purpose-${index}`;
                return (
                  <div class="choice">
                    <input
                      type="radio"
                      id={id}
                      name="purpose"
                      value={purpose}
                      checked={typed.get('purpose') === purpose}
                      aria-describedby={`${id}-lu`}
                    />
                    <div class="choice-text">
                      <label for={id}>{words.purposes[purpose]}</label>
                      <span class="hint" id={`${id}-lu`}>
                        {words.readAloud}
                        {' : '}
                        <q>{currentWording(purpose)}</q>
                      </span>
                    </div>
                  </div>
                );
              })}
            </fieldset>
            <SelectField
              id="channel"
              label={words.channel}
              value={typed.get('channel') ?? 'oral'}
              error={messageFor(errors, 'channel')}
              options={CONSENT_CHANNELS.map((value) => ({ value, label: words.channels[value] }))}
            />
            <TextField
              id="givenOn"
              label={words.givenOn}
              hint={words.givenOnHint}
              value={typed.get('givenOn') ?? ''}
              size="medium"
              error={messageFor(errors, 'givenOn')}
            />
            <button type="submit" class="button button-quiet">
              {words.submit}
            </button>
          </form>
        </details>
      )}
    </section>
  );
}

/** Where the person stands elsewhere: typed references. */
export function SchemeSection({ view, formToken, once, mayWrite, errors, typed }: FileProps) {
  const { schemes: words } = say;
  const path = filePath(view.file.id);
  const date = (text: string | null) => text && t.format.date(text);
  const text = (name: string) => typed.get(name) ?? '';
  const isOpen = errors.some(({ field }) => ['scheme', 'reference', 'status', 'from', 'until'].includes(field));
  return (
    <section id="dispositifs" aria-labelledby="dispositifs-titre">
      <h2 id="dispositifs-titre">{words.heading}</h2>
      <p class="soft">{words.text}</p>
      {view.schemes.length === 0 && <p>{words.none}</p>}
      <ul class="plain-list file-list">
        {view.schemes.map(({ id, scheme, reference, status, from, until }) => (
          <li>
            <p class="file-line">
              <strong>{words.names[scheme]}</strong>{' '}
              <span class="soft">
                {[words.states[status], words.dates(date(from), date(until)), reference].filter(Boolean).join(', ')}
              </span>
            </p>
            {mayWrite && (
              <form action={`${path}/dispositifs/retirer`} method="post">
                <FormToken value={formToken} />
                <input type="hidden" name="schemeId" value={id} />
                <button type="submit" class="button button-quiet" aria-label={words.removeThis(words.names[scheme])}>
                  {words.remove}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {mayWrite && (
        <details class="folded" open={isOpen}>
          <summary>{words.add}</summary>
          <form action={`${path}/dispositifs`} method="post" novalidate>
            <FormToken value={formToken} />
            <input type="hidden" name="once" value={once} />
            <SelectField
              id="scheme"
              label={words.scheme}
              value={text('scheme')}
              error={messageFor(errors, 'scheme')}
              options={SCHEMES.map((value) => ({ value, label: words.names[value] }))}
            />
            <TextField
              id="reference"
              label={words.reference}
              hint={words.referenceHint}
              value={text('reference')}
              error={messageFor(errors, 'reference')}
            />
            <SelectField
              id="status"
              label={words.state}
              value={text('status') || 'underWay'}
              error={messageFor(errors, 'status')}
              options={SCHEME_STATES.map((value) => ({ value, label: words.states[value] }))}
            />
            <TextField
              id="from"
              label={words.from}
              value={text('from')}
              size="medium"
              error={messageFor(errors, 'from')}
            />
            <TextField
              id="until"
              label={words.until}
              value={text('until')}
              size="medium"
              error={messageFor(errors, 'until')}
            />
            <button type="submit" class="button button-quiet">
              {words.submit}
            </button>
          </form>
        </details>
      )}
    </section>
  );
}
