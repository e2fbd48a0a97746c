import { createHash } from 'node:crypto';
import { z } from 'zod';
import { SmsError, type SmsSender } from '../services/ports/messages.ts';

export type SmsAccount = {
  /** Of the API, without a slash at the end: `https://eu.api.ovh.com/1.0`. */
  url: string;
  /** Of the SMS account: `sms-ab12345-1`. */
  service: string;
  /** What people see as the sender, declared and validated there; null: a short number that can be answered. */
  sender: string | null;
  applicationKey: string;
  applicationSecret: string;
  consumerKey: string;
};

const TIMEOUT_MS = 10_000;

/** A phone that is off: after a day, what it would be told is no longer true. */
const VALID_MINUTES = 24 * 60;

/** How long the difference between their clock and ours is taken to be the same. */
const CLOCK_KEPT_MS = 3_600_000;

/** Refusals that are about the account or the moment, whatever the message: they pass when the operator has seen to them. */
const OF_THE_ACCOUNT = new Set([401, 402, 403, 404, 408, 425, 429]);
/** The same where the status is that of a bad request. */
const ACCOUNT_CODES = /SIGNATURE|CREDENTIAL|TIME_OUT|TIMESTAMP|KEY|GRANTED|CREDIT/i;

const reportSchema = z.object({
  validReceivers: z.array(z.string()),
  invalidReceivers: z.array(z.string()).default([]),
});
const failureSchema = z.object({ errorCode: z.string().regex(/^[\w:-]{1,60}$/) });

/**
 * SMS by OVHcloud (API v1, `POST /sms/{service}/jobs`, https://eu.api.ovh.com/console/?section=%2Fsms). Its access tokens sign each
 * call. They need `POST /sms/{service}/jobs` and `GET /sms/{service}/outgoing`, and nothing else.
 */
export function createHttpSms(account: SmsAccount, timeoutMs = TIMEOUT_MS): SmsSender {
  const path = `${account.url}/sms/${encodeURIComponent(account.service)}`;
  let clock: { aheadSeconds: number; askedAt: number } | null = null;

  /** Calls of another time are refused. A machine whose clock is wrong asks once an hour what time it is there. */
  async function timestamp(): Promise<number> {
    if (clock === null || performance.now() - clock.askedAt > CLOCK_KEPT_MS) {
      const theirs = await fetch(`${account.url}/auth/time`, { signal: AbortSignal.timeout(timeoutMs) })
        .then((answer) => (answer.ok ? answer.json() : null))
        .catch(() => null);
      const aheadSeconds = Number.isInteger(theirs) ? (theirs as number) - Math.floor(Date.now() / 1000) : 0;
      clock = { aheadSeconds, askedAt: performance.now() };
    }
    return Math.floor(Date.now() / 1000) + clock.aheadSeconds;
  }

  async function call(method: 'GET' | 'POST', url: string, body = ''): Promise<unknown> {
    const at = String(await timestamp());
    const { applicationKey, applicationSecret, consumerKey } = account;
    const signed = [applicationSecret, consumerKey, method, url, body, at].join('+');
    const headers = {
      accept: 'application/json',
      'x-ovh-application': applicationKey,
      'x-ovh-consumer': consumerKey,
      'x-ovh-timestamp': at,
      'x-ovh-signature': `$1$${createHash('sha1').update(signed).digest('hex')}`,
      ...(body === '' ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    };
    let answer: Response;
    let told: unknown;
    try {
      answer = await fetch(url, {
        method,
        headers,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        ...(body === '' ? {} : { body }),
      });
      told = await answer.json().catch((error: unknown) => {
        if (error instanceof SyntaxError) return null;
        throw error;
      });
    } catch (error) {
      throw withoutAnswer(error, method);
    }
    if (answer.ok) return told;
    throw refusal(answer.status, told);
  }

  return {
    async send({ to, text, reference }) {
      const body = JSON.stringify({
        charset: 'UTF-8',
        message: text,
        // Nothing is advertised: no line about stopping, and no pause over the night, which is ours to keep.
        noStopClause: true,
        priority: 'high',
        receivers: [to],
        ...(account.sender === null ? { senderForResponse: true } : { sender: account.sender }),
        tag: tagOf(reference),
        validityPeriod: VALID_MINUTES,
      });
      const report = reportSchema.safeParse(await call('POST', `${path}/jobs`, body));
      // Taken, it seems, by something that does not say so as the provider does.
      if (!report.success) throw new SmsError('unreadableAnswer', { refused: false, inDoubt: true });
      if (report.data.validReceivers.length === 0) throw new SmsError('invalidReceiver', { refused: true });
    },

    async wasTaken(reference) {
      const found = await call('GET', `${path}/outgoing?tag=${tagOf(reference)}`);
      if (!Array.isArray(found)) throw new SmsError('unreadableAnswer', { refused: false });
      return found.length > 0;
    },
  };
}

/** They keep twenty characters, and have no use for our ids. */
function tagOf(reference: string): string {
  return createHash('sha256').update(reference).digest('hex').slice(0, 20);
}

/** What could not be said at all was not taken; what was said and not answered may have been. */
function withoutAnswer(error: unknown, method: string): SmsError {
  const { name, cause } = error as { name?: string; cause?: { code?: unknown } };
  const timedOut = name === 'TimeoutError' || name === 'AbortError';
  const code = timedOut ? 'timeout' : typeof cause?.code === 'string' ? cause.code : 'noAnswer';
  const neverSaid = [
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'UND_ERR_CONNECT_TIMEOUT',
  ];
  return new SmsError(code, { refused: false, inDoubt: method === 'POST' && !neverSaid.includes(code) });
}

function refusal(status: number, told: unknown): SmsError {
  const failure = failureSchema.safeParse(told);
  const code = failure.success ? failure.data.errorCode : `http-${status}`;
  const final = status >= 400 && status < 500 && !OF_THE_ACCOUNT.has(status) && !ACCOUNT_CODES.test(code);
  return new SmsError(code, { refused: final, inDoubt: status >= 500 });
}
