import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { DEVICE_DAYS } from '../../domain/booking/way-in.ts';
import type { Context as ServiceContext } from '../../services/context.ts';
import { findRider } from '../../services/way-in/find-rider.ts';
import { isSecure } from '../layout/secure.ts';

const COOKIE = 'appareil';
/** The territory, which the walls ask for first, and the secret. */
const VALUE = /^([a-z0-9-]{1,60})\.([\w-]{43})$/;
const DAY_SECONDS = 24 * 3600;

/** Set with a page from which somebody enters: without it coming back, nothing would be remembered, and no link is used up. */
const TRIAL = 'essai';
const TRIAL_SECONDS = 3600;

const attributes = (c: Context) => ({ httpOnly: true, sameSite: 'Lax', path: '/', secure: isSecure(c) }) as const;

/**
 * Whose browser it is. `ctx` is a visitor's: in the name of the device where there is one, else as it was. `person`: whose rides they
 * are; null where nobody is let in, and while `asksBirthYear`, which `/{lang}/mes-trajets/annee` is for. `ridesSince`: it was let in by
 * a code on paper, and sees the rides asked for since then.
 */
export type Rider = {
  ctx: ServiceContext;
  person: string | null;
  asksBirthYear: boolean;
  ridesSince: string | null;
};

export async function riderOf(c: Context, ctx: ServiceContext): Promise<Rider> {
  const held = heldDevice(c);
  const found = held && (await findRider({ deps: ctx.deps, input: held }));
  if (!found) return { ctx, person: null, asksBirthYear: false, ridesSince: null };
  const { personId, asks, ridesSince } = found.device;
  return { ctx: found.ctx, person: personId, asksBirthYear: asks !== null, ridesSince };
}

/** What the browser says of itself; nobody has looked yet whether it is true. */
export function heldDevice(c: Context): { territoryId: string; deviceSecret: string } | null {
  const [, territoryId, deviceSecret] = VALUE.exec(getCookie(c, COOKIE) ?? '') ?? [];
  return territoryId === undefined || deviceSecret === undefined ? null : { territoryId, deviceSecret };
}

/** `untilClosed`: of somebody else's computer, for as long as its browser is open. */
export function keepDevice(
  c: Context,
  device: { territoryId: string; deviceSecret: string },
  { untilClosed = false }: { untilClosed?: boolean } = {},
): void {
  setCookie(c, COOKIE, `${device.territoryId}.${device.deviceSecret}`, {
    ...attributes(c),
    ...(untilClosed ? {} : { maxAge: DEVICE_DAYS * DAY_SECONDS }),
  });
}

export function forgetDevice(c: Context): void {
  deleteCookie(c, COOKIE, attributes(c));
}

/** To be set with the page, and found when its form comes back. */
export const tryCookies = (c: Context): void => setCookie(c, TRIAL, '1', { ...attributes(c), maxAge: TRIAL_SECONDS });
export const keepsCookies = (c: Context): boolean => getCookie(c, TRIAL) !== undefined || heldDevice(c) !== null;
