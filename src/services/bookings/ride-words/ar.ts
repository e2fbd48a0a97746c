import type { RideWords } from './words.ts';

/** Times, numbers and names of places come isolated: each keeps its own direction. */
export const ar: RideWords = {
  lead: 'Pouvoir Bouger:',
  hello: 'مرحبًا،',
  when: ({ day, time }) => `${day} الساعة ${time}`,
  where: { door: 'أمام منزلك', agreed: 'في المكان المتفق عليه', at: (name) => `في ${name}` },
  seats: {
    one: 'مقعد واحد',
    two: 'مقعدان',
    few: (count) => `${count} مقاعد`,
    many: (count) => `${count} مقعدًا`,
    other: (count) => `${count} مقعد`,
  },
  free: 'مجانًا',
  byEach: (sum) => `${sum} لكل شخص`,
  twice: { first: '(قبل تغيير الساعة)', second: '(بعد تغيير الساعة)' },
  subjects: {
    accepted: 'تم تأكيد رحلتك',
    refused: 'الرحلة غير ممكنة',
    proposed: 'موعد آخر لرحلتك',
    cancelled: 'أُلغيت رحلتك',
    driverAbsent: 'ألم يأتِ أحد لأخذك؟',
    reminder: 'تذكير: رحلتك غدًا',
  },
  accepted: ({ when, where, seats }) => [
    `تم القبول. الانطلاق ${when}، ${where}.`,
    ...(seats === null ? [] : [`لك: ${seats}.`]),
  ],
  refused: ({ when }) => [`رحلة ${when} غير ممكنة.`, 'قد توجد رحلات أخرى.'],
  proposed: ({ when, otherWhen }) => [`رحلة ${when} يمكن أن تنطلق في موعد آخر: ${otherWhen}.`, 'أجب بنعم أو لا.'],
  cancelled: ({ when }) => [`أُلغيت رحلة ${when}.`, 'قد توجد رحلات أخرى.'],
  driverAbsent: ({ emergency }) =>
    emergency === null
      ? ['قيل لنا إن أحدًا لم يأتِ. لا يوجد رقم طوارئ هنا.', 'ماذا تفعل:']
      : [`قيل لنا إن أحدًا لم يأتِ. اتصل بالرقم ${emergency}.`],
  reminder: ({ when, where }) => [`غدًا، الانطلاق ${when}، ${where}.`, 'لن تأتي؟ ألغِ هنا.'],
  call: (phone) => `الهاتف: ${phone}.`,
  price: (sum) => `السعر: ${sum}.`,
  arrival: (time) => `الوصول حوالي ${time}.`,
  rides: (link) => `رحلاتك: ${link}`,
  wrong: 'إذا كنت لا تعرف هذه الرحلة فلا تفعل شيئًا.',
  neutral: { subject: 'جديد', text: (link) => `جديد لك: ${link}` },
};
