import { type AddressInfo, createServer, type Socket } from 'node:net';

/** What a mail server was told: the envelope's recipient, and the message as it was sent. */
export type Received = { to: string; message: string };

/** A mail server (RFC 5321) that takes everything but recipients that begin with `refuse` (550) or `later` (451). */
export async function startSmtpServer() {
  const received: Received[] = [];
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => {});
    socket.setEncoding('utf8');
    let pending = '';
    let to = '';
    let message: string | null = null;
    const say = (line: string) => socket.write(`${line}\r\n`);
    say('220 localhost ESMTP');
    socket.on('data', (chunk) => {
      pending += chunk;
      for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
        const line = pending.slice(0, end);
        pending = pending.slice(end + 2);
        if (message !== null) {
          if (line === '.') {
            received.push({ to, message });
            message = null;
            say('250 taken');
          } else message += `${line.replace(/^\./, '')}\r\n`;
          continue;
        }
        const verb = line.slice(0, 4).toUpperCase();
        if (verb === 'EHLO') say('250-localhost\r\n250 8BITMIME');
        else if (verb === 'RCPT') {
          to = /<(.*)>/.exec(line)?.[1] ?? '';
          say(to.startsWith('refuse') ? '550 no such mailbox' : to.startsWith('later') ? '451 try again' : '250 ok');
        } else if (verb === 'DATA') {
          message = '';
          say('354 go on');
        } else if (verb === 'QUIT') {
          say('221 bye');
          socket.end();
        } else say('250 ok');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
