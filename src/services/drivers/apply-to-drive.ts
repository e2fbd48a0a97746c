import { z } from 'zod';
import { charterVersion } from '../../domain/drivers/rules.ts';
import { smsNumber } from '../../domain/messages/sms-number.ts';
import { smsText } from '../../domain/messages/sms-text.ts';
import { phoneDigits } from '../../domain/people/phone.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';
import { type FieldError, invalid, ProblemError } from '../errors.ts';
import { frenchIssue } from '../french-issues.ts';
import { fieldErrors, parseInput } from '../parse-input.ts';
import type { DrivingStructure } from '../ports/drivers.ts';
import { takePlace } from '../take-place.ts';
import { transactOnce } from '../transact-once.ts';
import { visitorOf } from '../visitor.ts';
import { newLinkToken } from '../way-in/secrets.ts';
import { applicationMail, applicationSms } from './application-words.ts';
import { driverInputSchema } from './driver-input.ts';

/** Of one connection in one hour, and about one number in one day. */
const FROM_ADDRESS = 20;
const OF_NUMBER = 3;

const schema = driverInputSchema
  .extend({
    structureId: z.string('Choisissez une réponse.').min(1, 'Choisissez une réponse.').max(100),
    /** That they say yes to the charter as it stands. */
    charter: z.literal(true, 'Cochez pour dire oui à la charte.'),
  })
  .refine(({ kind, trips }) => kind !== 'carpooler' || trips.length > 0, {
    path: ['trips'],
    message: 'Indiquez un trajet que vous faites souvent.',
  });

/** The structures of the territory that somebody may drive with. For everybody. */
export async function listDrivingStructures({ ctx }: { ctx: Context }): Promise<Omit<DrivingStructure, 'email'>[]> {
  const found = await ctx.deps.database.transact(ctx.actor, ({ drivers }) => drivers.listStructures());
  return found.map(({ email: _, ...structure }) => structure);
}

/** What `applyToDrive` would find wrong with it; nothing is sent. */
export function checkApplication(input: unknown): readonly FieldError[] {
  const checked = schema.safeParse(input, { error: frenchIssue, reportInput: true });
  return checked.success ? [] : fieldErrors(checked.error.issues);
}

/**
 * Somebody asks to drive with a structure, without an account. Nothing of theirs is offered until the structure has dated what it must
 * see. Whether their number is known there already is not told: the answer is the same. They are sent a link by which they withdraw.
 * Throws `invalid`, `tooManyRequests` by the connection alone.
 *
 * `address`: where it comes from; only its hash is kept, for two days.
 */
export async function applyToDrive({
  ctx,
  input: { address, ...input },
}: {
  ctx: Context;
  input: { address: string; [field: string]: unknown };
}): Promise<void> {
  const { structureId, charter: _, ...asked } = parseInput(schema, input);
  const { deps, actor } = ctx;
  const { territory } = await deps.territory(actor.territoryId);
  const now = deps.clock.now();
  const { token, hash } = newLinkToken();
  const digits = phoneDigits(asked.phone) ?? '';
  // The row is theirs by its link: that is what lets a stranger write it, and read nothing else.
  const applicant: Context = { ...ctx, actor: visitorOf(territory.id, hash) };

  return transactOnce(applicant, {
    async effect(stores) {
      const structure = (await stores.drivers.listStructures()).find(({ id }) => id === structureId);
      if (structure === undefined || !structure.kinds.includes(asked.kind)) {
        throw invalid([{ path: 'structureId', message: 'Choisissez une réponse.' }]);
      }
      if (!(await takePlace(stores, ['drive', address, now.toString().slice(0, 13)], FROM_ADDRESS))) {
        throw new ProblemError('tooManyRequests', 'Trop de demandes sont parties de cette connexion.', {
          retryAfterSeconds: 3600,
        });
      }
      const day = dateAt(now, territory.timeZone);
      if (!(await takePlace(stores, ['driver', structureId, digits, day], OF_NUMBER))) return null;
      const id = deps.ids.next('drv');
      const isNew = await stores.drivers.insert({
        ...asked,
        id,
        organisationId: structureId,
        status: 'applied',
        phoneDigits: digits,
        weeklyRides: null,
        weeklyMinutes: null,
        charterVersion: charterVersion(territory.rules.drivers),
        linkHash: hash,
        illustrative: false,
      });
      if (!isNew) return null;
      await stores.audit.record({
        action: 'driver.applied',
        entity: 'driver',
        entityId: id,
        fields: [...Object.keys(asked), 'charterVersion'],
      });
      const link = `${deps.publicUrl}/${asked.language}/conduire/retrait/${territory.id}/${token}`;
      const about = { entity: 'driver', id };
      const number = smsNumber(asked.phone).to;
      if (number !== undefined) {
        const body = smsText(applicationSms(asked.language, link));
        await stores.messages.queue({ id: deps.ids.next('msg'), channel: 'sms', to: number, body, about });
      } else if (asked.email !== null) {
        const mail = applicationMail(asked.language, link);
        await stores.messages.queue({ id: deps.ids.next('msg'), to: asked.email, ...mail, about });
      }
      if (structure.email !== null) {
        await stores.messages.queue({
          id: deps.ids.next('msg'),
          to: structure.email,
          subject: 'Une personne propose de conduire',
          body: [
            'Bonjour,',
            `Une personne propose de conduire avec ${structure.name}. Sa candidature se lit ici, une fois connecté :`,
            `${deps.publicUrl}/structure/conducteurs/${id}`,
            '— Pouvoir Bouger',
          ].join('\n\n'),
          about,
        });
      }
      return null;
    },
    answer: async () => undefined,
  });
}

/** Who the link is of; null where it leads nowhere. Reading changes nothing. */
export const openDriverLink = ({ ctx }: { ctx: Context }) =>
  ctx.deps.database.transact(ctx.actor, ({ drivers }) => drivers.findByLink());

/** Whoever holds the link drives no more with that structure; what they promised is given to others by the workers. Twice is once. */
export async function leaveByLink({ ctx }: { ctx: Context }): Promise<boolean> {
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const driver = await stores.drivers.findByLink();
    if (driver === null) return false;
    if (driver.status === 'left' || driver.status === 'refused') return true;
    await stores.drivers.leaveByLink();
    await stores.audit.record({ action: 'driver.left', entity: 'driver', entityId: driver.id, fields: ['status'] });
    return true;
  });
}
