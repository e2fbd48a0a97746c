import { eventWhen } from '../../domain/network/event-when.ts';
import type { LetterNews } from '../../domain/network/letter.ts';

type Line = { title: string; url: string; detail: string };
type Part = { title: string; lines: Line[] };

const EXAMPLE = 'exemple illustratif';

/** What a letter tells, part by part; empty ones are left out. */
export function letterParts(
  { offers, events, items }: LetterNews,
  { publicUrl, timeZone }: { publicUrl: string; timeZone: string },
): Part[] {
  const detail = (illustrative: boolean, more = '') => [more, illustrative ? EXAMPLE : ''].filter(Boolean).join(' – ');
  const parts = [
    {
      title: 'Offres nouvelles ou mises à jour',
      lines: offers.map(({ id, title, illustrative }) => ({
        ...{ title, url: `${publicUrl}/fr/catalogue/${id}`, detail: detail(illustrative) },
      })),
    },
    {
      title: 'Événements à venir',
      lines: events.map((event) => ({
        ...{ title: event.title, url: `${publicUrl}/fr/evenements/${event.id}` },
        detail: detail(event.illustrative, eventWhen(event, timeZone)),
      })),
    },
    {
      title: 'Ressources utiles',
      lines: items.map(({ id, title, illustrative }) => ({
        ...{ title, url: `${publicUrl}/fr/ressources-utiles/${id}`, detail: detail(illustrative) },
      })),
    },
  ];
  return parts.filter(({ lines }) => lines.length > 0);
}

const WHY = 'Vous recevez cette lettre parce que vous l’avez demandée. Elle part le mardi, quand il y a du nouveau.';

/** A letter as plain text and as a page: the same words. */
export function letterMail(
  parts: readonly Part[],
  { territory, unsubscribeUrl }: { territory: string; unsubscribeUrl: string },
) {
  const title = `Du nouveau pour se déplacer – ${territory}`;
  const text = parts.map(({ title: part, lines }) =>
    [part, ...lines.map(({ title: line, url, detail }) => `- ${line}${detail ? ` (${detail})` : ''}\n  ${url}`)].join(
      '\n',
    ),
  );
  const body = ['Bonjour,', ...text, `${WHY}\nNe plus la recevoir : ${unsubscribeUrl}`].join('\n\n');
  const list = parts.map(
    ({ title: part, lines }) =>
      `<h2>${escaped(part)}</h2>\n<ul>\n${lines.map(({ title: line, url, detail }) => `<li><a href="${escaped(url)}">${escaped(line)}</a>${detail ? ` (${escaped(detail)})` : ''}</li>`).join('\n')}\n</ul>`,
  );
  const html = `<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><title>${escaped(title)}</title></head>
<body>
<h1>${escaped(title)}</h1>
${list.join('\n')}
<p>${escaped(WHY)}</p>
<p><a href="${escaped(unsubscribeUrl)}">Ne plus recevoir cette lettre</a></p>
</body>
</html>
`;
  return { subject: title, body, html };
}

/** To whoever typed an address: nothing is sent until they have said so. */
export const confirmMail = ({ territory, url }: { territory: string; url: string }) => ({
  subject: 'Confirmez votre abonnement à la lettre',
  body: [
    'Bonjour,',
    `Quelqu’un, sans doute vous, a demandé la lettre mobilité (${territory}) pour cette adresse. Pour la recevoir, confirmez ici, dans les 48 heures :`,
    url,
    'Si vous n’avez rien demandé, ne faites rien : aucune lettre ne sera envoyée.',
  ].join('\n\n'),
});

const escaped = (text: string) => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
