import { phoneDigits } from '../people/phone.ts';
import { westernFigures } from './way-in.ts';

export type ContactChannel = 'sms' | 'email';
/** `contact`: a number in international form (`+33612345678`), or an address in lower case. */
export type Contact = { channel: ContactChannel; contact: string };

/** What is wrong with what was typed: nothing, neither of both, a number without SMS, an address that cannot be one. */
export type ContactFault = 'missing' | 'unclear' | 'landline' | 'email';

const LONGEST = 254;
const EMAIL = /^[^\s@<>,;:"()[\]\\]+@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?\.[\p{L}\p{N}-]{2,}$/u;

/** A mobile number or a mail address, as people type them: spaces, dots, Arabic figures, `0033`, `+33 (0)6`. */
export function readContact(typed: string): Contact | { fault: ContactFault } {
  const text = westernFigures(typed.normalize('NFKC'))
    .replace(/\p{Cf}/gu, '')
    .trim();
  if (text === '') return { fault: 'missing' };
  if (text.includes('@')) {
    const contact = text.toLowerCase();
    return contact.length <= LONGEST && EMAIL.test(contact) ? { channel: 'email', contact } : { fault: 'email' };
  }
  if (!/^\+?[\d\s().\-/]+$/.test(text)) return { fault: 'unclear' };
  const digits = phoneDigits(text);
  if (digits === null) return { fault: 'unclear' };
  if (/^0[67]\d{8}$/.test(digits)) return { channel: 'sms', contact: `+33${digits.slice(1)}` };
  if (/^0[1-589]\d{8}$/.test(digits)) return { fault: 'landline' };
  const isInternational = /^(\+|00)/.test(text);
  const abroad = digits.replace(/^00/, '');
  if (isInternational && /^[1-9]\d{7,14}$/.test(abroad) && !abroad.startsWith('33')) {
    return { channel: 'sms', contact: `+${abroad}` };
  }
  return { fault: 'unclear' };
}

/** As files keep them to be found by. */
export const contactDigits = ({ channel, contact }: Contact): string | null =>
  channel === 'sms' ? phoneDigits(contact) : null;
