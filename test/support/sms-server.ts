import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const SMS_ACCOUNT = {
  service: 'sms-ab12345-1',
  sender: 'MOBILITE55',
  applicationKey: 'key-of-the-application',
  applicationSecret: 'secret-of-the-application',
  consumerKey: 'key-of-the-consumer',
};

type Job = { message: string; receivers: string[]; tag: string; noStopClause: boolean; sender?: string };

/** What to do with the next SMS: `hold` takes it and never answers, `holdUntaken` does not even take it. */
export type SmsBehaviour =
  | 'take'
  | 'hold'
  | 'holdUntaken'
  | 'invalid'
  | 'noise'
  | { status: number; errorCode?: string };

/**
 * The part of OVHcloud's API that sends SMS, on the loopback: it checks every signature as they do, and the time, which is
 * `aheadSeconds` from ours. The answers quote number and text, as an unlucky server might.
 */
export async function startSmsServer({ aheadSeconds = 0 } = {}) {
  const jobs: Job[] = [];
  const requests: { method: string; path: string; body: string }[] = [];
  let behaviour: SmsBehaviour = 'take';
  const now = () => Math.floor(Date.now() / 1000) + aheadSeconds;

  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { method = '', url = '/' } = request;
    requests.push({ method, path: url, body });
    const say = (status: number, told: unknown) => answer(response, status, told);
    if (url === '/1.0/auth/time') return say(200, now());

    const header = (name: string) => String(request.headers[`x-ovh-${name}`] ?? '');
    const { applicationSecret, consumerKey, applicationKey, service } = SMS_ACCOUNT;
    const full = `http://${request.headers.host}${url}`;
    const signed = [applicationSecret, consumerKey, method, full, body, header('timestamp')].join('+');
    const signature = `$1$${createHash('sha1').update(signed).digest('hex')}`;
    if (header('application') !== applicationKey || header('consumer') !== consumerKey) {
      return say(403, { errorCode: 'INVALID_CREDENTIAL', message: 'This credential is not valid' });
    }
    if (header('signature') !== signature)
      return say(400, { errorCode: 'INVALID_SIGNATURE', message: 'Invalid signature' });
    if (Math.abs(Number(header('timestamp')) - now()) > 30) {
      return say(400, { errorCode: 'QUERY_TIME_OUT', message: 'Query out of time' });
    }

    const asked = new URL(full);
    if (method === 'GET' && asked.pathname === `/1.0/sms/${service}/outgoing`) {
      const tag = asked.searchParams.get('tag');
      const found = jobs.map((job, index) => ({ job, index })).filter(({ job }) => job.tag === tag);
      return say(
        200,
        found.map(({ index }) => index + 1),
      );
    }
    if (method !== 'POST' || asked.pathname !== `/1.0/sms/${service}/jobs`) return say(404, { message: 'Not found' });

    const job = JSON.parse(body) as Job;
    if (behaviour === 'holdUntaken') return;
    if (behaviour === 'noise') return answer(response, 200, '<html>proxy</html>', 'text/html');
    if (behaviour === 'invalid') {
      return say(200, { ids: [], validReceivers: [], invalidReceivers: job.receivers, totalCreditsRemoved: 0 });
    }
    if (typeof behaviour === 'object') {
      const { status, errorCode } = behaviour;
      return say(status, { errorCode, message: `${job.receivers} ${job.message} ${applicationSecret}` });
    }
    jobs.push(job);
    if (behaviour === 'hold') return;
    say(200, { ids: [jobs.length], validReceivers: job.receivers, invalidReceivers: [], totalCreditsRemoved: 1 });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/1.0`;

  return {
    url,
    account: { ...SMS_ACCOUNT, url },
    environment: {
      SMS_URL: url,
      SMS_SERVICE: SMS_ACCOUNT.service,
      SMS_SENDER: SMS_ACCOUNT.sender,
      SMS_APPLICATION_KEY: SMS_ACCOUNT.applicationKey,
      SMS_APPLICATION_SECRET: SMS_ACCOUNT.applicationSecret,
      SMS_CONSUMER_KEY: SMS_ACCOUNT.consumerKey,
    },
    /** What was taken, in order. */
    jobs,
    requests,
    behave(next: SmsBehaviour) {
      behaviour = next;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(response: ServerResponse, status: number, told: unknown, type = 'application/json') {
  response.writeHead(status, { 'content-type': type }).end(typeof told === 'string' ? told : JSON.stringify(told));
}
