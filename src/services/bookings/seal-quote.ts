import { createHmac, timingSafeEqual } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Quote, quoteSchema } from '../../domain/booking/quote.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';

/** As long as somebody takes to read a page and fill in the next. */
const GOOD_FOR_HOURS = 24;

const secretOf = ({ actor, deps }: Context): string => {
  if (deps.quoteSecret === undefined) throw new TypeError('Nothing is booked here: there is no secret to sign with.');
  return `${deps.quoteSecret()} quote ${actor.territoryId}`;
};
const signature = (ctx: Context, text: string) => createHmac('sha256', secretOf(ctx)).update(text).digest();

/** A promise as it travels through the browser: its facts and a signature over them, for one territory. */
export function sealQuote(ctx: Context, quote: Omit<Quote, 'until'>): string {
  const until = ctx.deps.clock.now().add({ hours: GOOD_FOR_HOURS }).toString();
  // A season of shifts is the same ride two hundred times: on a slow line it is to weigh what one does.
  const text = deflateRawSync(JSON.stringify({ ...quote, until })).toString('base64url');
  return `${text}.${signature(ctx, text).toString('base64url')}`;
}

/** Throws `invalid` for what this installation did not sign, and `conflict` for what it signed too long ago. */
export function openQuote(ctx: Context, sealed: string): Quote {
  const [text = '', given = ''] = sealed.split('.');
  const expected = signature(ctx, text);
  const shown = Buffer.from(given, 'base64url');
  if (shown.length !== expected.length || !timingSafeEqual(shown, expected)) {
    throw new ProblemError('invalid', 'Ce choix ne se lit pas : cherchez de nouveau votre trajet.', {
      errors: [{ path: 'quote', message: 'Cherchez de nouveau votre trajet.' }],
    });
  }
  const quote = quoteSchema.parse(JSON.parse(inflateRawSync(Buffer.from(text, 'base64url')).toString('utf8')));
  if (quote.until < ctx.deps.clock.now().toString()) {
    throw new ProblemError('conflict', 'Ce choix date d’hier : cherchez de nouveau votre trajet.');
  }
  return quote;
}
