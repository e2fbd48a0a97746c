import { type Quote, quoteCents } from '../../domain/workshop/job.ts';
import { FRENCH } from '../../i18n/languages.ts';

const { t } = FRENCH;
const say = t.workshop.job.quote;

/** What a quote adds up to, line by line. */
export const QuoteTable = ({ quote }: { quote: Quote }) => (
  <table class="quote">
    <caption class="unseen">{say.title}</caption>
    <thead>
      <tr>
        <th scope="col">{say.what}</th>
        <th scope="col">{say.price}</th>
      </tr>
    </thead>
    <tbody>
      {quote.lines.map(({ label, amountCents }) => (
        <tr>
          <th scope="row">{label}</th>
          <td>{t.workshop.money(amountCents)}</td>
        </tr>
      ))}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">{say.total}</th>
        <td>{t.workshop.money(quoteCents(quote))}</td>
      </tr>
    </tfoot>
  </table>
);
