import { FRENCH } from '../../i18n/languages.ts';
import { findRideSpeech, type RideSpeech } from '../../i18n/ride/index.ts';

const words = FRENCH.t.personRides;

/** What people are told of rides, said to whoever books for them. */
export function deskSpeech(): RideSpeech {
  const told = findRideSpeech('fr');
  if (told === null) throw new TypeError('There is no French catalogue.');
  const { say } = told;
  const { form, choose, confirm, done, ride } = say;
  return {
    ...told,
    say: {
      ...say,
      form: {
        ...form,
        saved: words.form.saved,
        step: () => words.book,
        to: { ...form.to, ...words.form.to },
        from: { ...form.from, ...words.form.from },
        when: { ...form.when, at: words.form.at },
        back: { ...form.back, ...words.form.back },
        needs: { ...form.needs, ...words.form.needs },
        check: { ...form.check, ...words.form.check },
      },
      choose: { ...choose, ...words.choose },
      confirm: { ...confirm, ...words.confirm },
      done: {
        ...done,
        title: words.done.title,
        titleSome: words.done.titleSome,
        lead: words.done.lead,
        reasons: { ...done.reasons, tooMany: words.done.tooMany },
      },
      statuses: { ...say.statuses, proposed: words.ride.proposal.title },
      ride: {
        ...ride,
        allRides: words.ride.allRides,
        moved: words.ride.moved,
        proposal: { ...ride.proposal, ...words.ride.proposal },
        others: words.ride.others,
      },
      cancel: { ...say.cancel, ...words.cancel },
    },
  };
}
