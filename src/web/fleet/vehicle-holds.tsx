import { FRENCH } from '../../i18n/languages.ts';
import type { VehicleFile } from '../../services/fleet/list-fleet.ts';
import type { InTheWay } from '../../services/fleet/maintenance.ts';
import type { HoldFile } from '../../services/ports/fleet.ts';
import { SelectField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Act, Field, type FormProps, holdWords } from './fleet-parts.tsx';
import { loanPath, vehiclePath } from './fleet-paths.ts';

const say = FRENCH.t.fleet;

/** What holds a vehicle; a maintenance is ended or called off here. */
export function Holds({ holds, formToken, once }: { holds: readonly HoldFile[] } & FormProps) {
  return (
    <ul class="referrals">
      {holds.map((hold) => (
        <li>
          {hold.contract ? (
            <a class="standing" href={loanPath(hold.id)}>
              <bdi>{holdWords(hold)}</bdi>
            </a>
          ) : (
            <span>{holdWords(hold)}</span>
          )}{' '}
          <span class="soft">
            {say.span(hold.from, hold.until)}
            {hold.kind === 'loan' && ` · ${say.statuses[hold.status]}`}
          </span>
          {hold.maintenance && hold.status === 'confirmed' && (
            <div class="fleet-pair">
              <Act
                action={vehiclePath(hold.vehicleId)}
                what="endMaintenance"
                button={say.maintenance.end}
                {...{ formToken, once }}
              >
                <input type="hidden" name="holdId" value={hold.id} />
                <Field id={`cost-${hold.id}`} label={say.maintenance.cost} kind="number" />
              </Act>
              <Act
                action={vehiclePath(hold.vehicleId)}
                what="cancelMaintenance"
                button={say.maintenance.cancel}
                {...{ formToken, once }}
              >
                <input type="hidden" name="holdId" value={hold.id} />
              </Act>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

/** What stands in the way of a maintenance, each with one button that moves it. */
export function Conflict({
  file,
  inTheWay,
  formToken,
  once,
}: { file: VehicleFile; inTheWay: readonly InTheWay[] } & FormProps) {
  const { maintenance: words } = say;
  return (
    <section class="error-summary" role="alert" aria-labelledby="in-the-way">
      <h2 id="in-the-way">{words.inTheWay}</h2>
      <p>{words.inTheWayLead}</p>
      <ul class="referrals">
        {inTheWay.map(({ hold, replacements }) => (
          <li>
            <bdi>{holdWords(hold)}</bdi>, {say.span(hold.from, hold.until)}
            {replacements.length > 0 ? (
              <form
                method="post"
                action={vehiclePath(file.line.id)}
                aria-label={`${words.move}, ${say.span(hold.from, hold.until)}`}
              >
                <FormToken value={formToken} />
                <input type="hidden" name="what" value="move" />
                <input type="hidden" name="once" value={once} />
                <input type="hidden" name="loanId" value={hold.id} />
                <input type="hidden" name="expectedVersion" value={String(hold.version)} />
                <SelectField
                  id={`move-${hold.id}`}
                  name="toVehicleId"
                  label={words.moveTo}
                  options={replacements.map(({ id, label }) => ({ value: id, label }))}
                />
                <button type="submit" class="button">
                  {words.move}
                </button>
              </form>
            ) : (
              <p>{hold.status === 'out' ? words.isOut : words.noReplacement}</p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
