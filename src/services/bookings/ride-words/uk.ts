import type { RideWords } from './words.ts';

export const uk: RideWords = {
  lead: 'Pouvoir Bouger:',
  hello: 'Вітаємо!',
  when: ({ day, time }) => `${day}, ${time}`,
  where: { door: 'біля вашого дому', agreed: 'у домовленому місці', at: (name) => `тут: ${name}` },
  seats: {
    one: (count) => `${count} місце`,
    few: (count) => `${count} місця`,
    many: (count) => `${count} місць`,
    other: (count) => `${count} місця`,
  },
  free: 'безкоштовно',
  byEach: (sum) => `${sum} з кожної людини`,
  twice: { first: '(до переведення годинника)', second: '(після переведення годинника)' },
  subjects: {
    accepted: 'Вашу поїздку підтверджено',
    refused: 'Поїздка неможлива',
    proposed: 'Інший час вашої поїздки',
    cancelled: 'Вашу поїздку скасовано',
    driverAbsent: 'За вами ніхто не приїхав?',
    reminder: 'Нагадування: ваша поїздка завтра',
  },
  accepted: ({ when, where, seats }) => [
    `підтверджено. Виїзд: ${when}, ${where}.`,
    ...(seats === null ? [] : [`Для вас: ${seats}.`]),
  ],
  refused: ({ when }) => [`поїздка (${when}) неможлива.`, 'Можливо, є інші поїздки.'],
  proposed: ({ when, otherWhen }) => [`поїздка (${when}) може бути в інший час: ${otherWhen}.`, 'Скажіть так або ні.'],
  cancelled: ({ when }) => [`поїздку (${when}) скасовано.`, 'Можливо, є інші поїздки.'],
  driverAbsent: ({ emergency }) =>
    emergency === null
      ? ['нам кажуть, що ніхто не приїхав. Тут немає екстреного номера.', 'Що робити:']
      : [`нам кажуть, що ніхто не приїхав. Телефонуйте: ${emergency}.`],
  reminder: ({ when, where }) => [`завтра, виїзд: ${when}, ${where}.`, 'Не їдете? Скасуйте тут.'],
  call: (phone) => `Телефон: ${phone}.`,
  price: (sum) => `Ціна: ${sum}.`,
  arrival: (time) => `Прибуття близько ${time}.`,
  rides: (link) => `Ваші поїздки: ${link}`,
  wrong: 'Якщо ви не знаєте цієї поїздки, нічого не робіть.',
  neutral: { subject: 'Новини', text: (link) => `Новини для вас: ${link}` },
};
