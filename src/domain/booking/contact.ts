import { smsNumber } from '../messages/sms-number.ts';
import { phoneDigits } from '../people/phone.ts';
import { westernFigures } from './way-in.ts';

export type ContactChannel = 'sms' | 'email';
/** `contact`: a number as an SMS is sent to it (`+33612345678`), or a mail address in lower case. */
export type Contact = { channel: ContactChannel; contact: string };

/** What is wrong with what was typed: nothing there, neither of both, a number that gets no SMS of ours, no address. */
export type ContactFault = 'missing' | 'unclear' | 'noSms' | 'email';

const LONGEST = 254;
const EMAIL = /^[^\s@<>,;:"()[\]\\]+@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?\.[\p{L}\p{N}-]{2,}$/u;

/** A mobile number or a mail address, as people type them. */
export function readContact(typed: string): Contact | { fault: ContactFault } {
  const text = westernFigures(typed.normalize('NFKC'))
    .replace(/\p{Cf}/gu, '')
    .trim();
  if (text === '') return { fault: 'missing' };
  if (text.includes('@')) {
    const contact = text.toLowerCase();
    return contact.length <= LONGEST && EMAIL.test(contact) ? { channel: 'email', contact } : { fault: 'email' };
  }
  const { to, refusal } = smsNumber(text);
  if (to !== undefined) return { channel: 'sms', contact: to };
  return { fault: refusal === 'noPhone' ? 'unclear' : 'noSms' };
}

/** As files keep a number to be found by: French ones from their 0, those of overseas too. Null for a mail address. */
export function contactDigits({ channel, contact }: Contact): string | null {
  return channel === 'sms' ? phoneDigits(contact.replace(/^\+(262|590|594|596)(?=\d{9}$)/, '0')) : null;
}
