import { describe, expect, it } from 'vitest';
import { RIDER_LANGUAGES } from '../../domain/booking/way-in.ts';
import { fitSms } from '../../domain/messages/gsm7.ts';
import { linkMail, linkSms } from './link-words.ts';

/** As long as an address of ours may be. */
const url = `https://${'a'.repeat(40)}.exemple.departement.fr/l/un-territoire-au-nom-long/${'k'.repeat(24)}`;

describe.each(RIDER_LANGUAGES)('the words of a link in %s', (language) => {
  it.each([true, false])('fit in three segments and hold the link (discreet: %s)', (discreet) => {
    const text = linkSms({ language, url, discreet });
    expect(fitSms(text).segments).toBeLessThanOrEqual(3);
    expect(text).toContain(url);
    if (language === 'fr' || language === 'falc' || language === 'en') expect(fitSms(text).encoding).toBe('gsm7');
    const { subject, body } = linkMail({ language, url, discreet });
    expect(body).toContain(url);
    if (discreet) {
      const without = `${subject} ${text} ${body}`.replaceAll(url, '');
      expect(without).not.toMatch(/Pouvoir Bouger|trajet|rides|رحل|поїзд/i);
    }
  });
});
