import { createTransport } from 'nodemailer';
import { MailError, type Mailer } from '../services/ports/messages.ts';

/** Sends by the operator's mail server. `from` is what people see: `Pouvoir Bouger <mobilite@exemple.fr>`. */
export function createSmtpMailer({ url, from }: { url: string; from: string }): Mailer & { close(): Promise<void> } {
  const transport = createTransport(url, { from });
  return {
    async send({ to, subject, text, html, unsubscribeUrl }) {
      try {
        await transport.sendMail({
          ...{ to, subject, text, disableFileAccess: true, disableUrlAccess: true },
          ...(html ? { html } : {}),
          // RFC 8058: by one POST, without a page.
          ...(unsubscribeUrl
            ? {
                headers: {
                  'List-Unsubscribe': `<${unsubscribeUrl}>`,
                  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
                },
              }
            : {}),
        });
      } catch (error) {
        const { code, responseCode } = error as { code?: string; responseCode?: number };
        // 5xx: the server will not change its mind. Anything else may pass, but an address that is none.
        const refused = responseCode === undefined ? code === 'EENVELOPE' : responseCode >= 500;
        throw new MailError(String(responseCode ?? code ?? 'unknown'), refused, error);
      }
    },
    async close() {
      transport.close();
    },
  };
}
