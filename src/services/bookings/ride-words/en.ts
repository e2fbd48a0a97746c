import type { RideWords } from './words.ts';

export const en: RideWords = {
  lead: 'Pouvoir Bouger:',
  hello: 'Hello,',
  when: ({ day, time }) => `${day} at ${time}`,
  where: { door: 'at your door', agreed: 'at the agreed place', at: (name) => `at ${name}` },
  seats: { one: 'one seat', other: (count) => `${count} seats` },
  free: 'free',
  byEach: (sum) => `${sum} for each person`,
  twice: { first: '(before the clocks change)', second: '(after the clocks change)' },
  subjects: {
    accepted: 'Your ride is confirmed',
    refused: 'A ride is not possible',
    proposed: 'Another time for your ride',
    cancelled: 'Your ride is cancelled',
    driverAbsent: 'Did nobody pick you up?',
    reminder: 'Reminder: your ride tomorrow',
  },
  accepted: ({ when, where, seats }) => [
    `it is a yes. You leave ${when}, ${where}.`,
    ...(seats === null ? [] : [`For you: ${seats}.`]),
  ],
  refused: ({ when }) => [`the ride on ${when} is not possible.`, 'There may be other rides.'],
  proposed: ({ when, otherWhen }) => [`the ride on ${when} can leave at another time: ${otherWhen}.`, 'Say yes or no.'],
  cancelled: ({ when }) => [`the ride on ${when} is cancelled.`, 'There may be other rides.'],
  driverAbsent: ({ emergency }) =>
    emergency === null
      ? ['we are told that nobody came. There is no emergency number here.', 'What to do:']
      : [`we are told that nobody came. Call ${emergency}.`],
  reminder: ({ when, where }) => [`tomorrow, you leave ${when}, ${where}.`, 'Not coming? Cancel here.'],
  call: (phone) => `Phone: ${phone}.`,
  price: (sum) => `Price: ${sum}.`,
  arrival: (time) => `You arrive around ${time}.`,
  rides: (link) => `Your rides: ${link}`,
  wrong: 'If you do not know this ride, do nothing.',
  neutral: { subject: 'News', text: (link) => `News for you: ${link}` },
};
