import { accounts } from './accounts.ts';
import { assessment } from './assessment.ts';
import { catalogue } from './catalogue.ts';
import { drivers } from './drivers.ts';
import { employer } from './employer.ts';
import { errors } from './errors.ts';
import { fleet } from './fleet.ts';
import * as format from './format.ts';
import { home } from './home.ts';
import { imports } from './imports.ts';
import { intake } from './intake.ts';
import { layout } from './layout.ts';
import { letters } from './letters.ts';
import { network } from './network.ts';
import { people } from './people.ts';
import { personRides } from './person-rides.ts';
import { plan } from './plan.ts';
import { programmes } from './programmes.ts';
import { referral } from './referral.ts';
import { resources } from './resources/index.ts';
import { result } from './result.ts';
import { rides } from './rides.ts';
import { trial } from './trial.ts';
import { typesetMessages } from './typeset-messages.ts';
import { unmet } from './unmet.ts';
import { waiting } from './waiting.ts';
import { wayIns } from './way-ins.ts';
import { workshop } from './workshop.ts';

/** Everything the product says in French. The other languages answer the type this one makes. */
export const fr = {
  ...typesetMessages({
    layout,
    home,
    catalogue,
    trial,
    errors,
    accounts,
    people,
    imports,
    intake,
    assessment,
    result,
    plan,
    programmes,
    workshop,
    referral,
    network,
    employer,
    resources,
    letters,
    rides,
    drivers,
    fleet,
    personRides,
    waiting,
    wayIns,
    unmet,
  }),
  format,
};
export type Messages = typeof fr;
