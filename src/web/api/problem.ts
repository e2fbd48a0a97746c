import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ERROR_STATUS, type ErrorCode, type FieldError, failureSummary, ProblemError } from '../../services/errors.ts';
import { DatabaseUnavailableError } from '../../services/ports.ts';

/** RFC 9457, with the field errors of this API. `type` is a page of ours. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: readonly FieldError[];
};

export type ProblemKind = ErrorCode | 'internal';

/** Titles never change from one occurrence to the next; details do. The pages of `/problems/` say the rest. */
export const PROBLEMS: Record<ProblemKind, { slug: string; title: string; advice: string }> = {
  malformed: {
    slug: 'malformed',
    title: 'Demande illisible',
    advice: 'Le corps n’est pas du JSON lisible. Vérifiez les guillemets, les virgules et l’encodage (UTF-8).',
  },
  unauthenticated: {
    slug: 'unauthenticated',
    title: 'Clé absente ou inconnue',
    advice: 'Envoyez votre clé dans l’en-tête « Authorization: Bearer … ». Une clé révoquée n’est plus reconnue.',
  },
  forbidden: {
    slug: 'forbidden',
    title: 'Droit manquant',
    advice: 'Votre clé est reconnue, mais il lui manque le droit nommé dans le détail. Demandez-le à votre territoire.',
  },
  notFound: {
    slug: 'not-found',
    title: 'Introuvable',
    advice: 'Rien ici sous cet identifiant ou cette adresse, ou rien que votre clé puisse voir.',
  },
  conflict: {
    slug: 'conflict',
    title: 'Conflit',
    advice: 'L’état a changé, ou cette clé d’idempotence a servi à autre chose. Relisez, puis recommencez.',
  },
  tooLarge: {
    slug: 'too-large',
    title: 'Demande trop grosse',
    advice: 'Le corps dépasse la taille admise. Découpez-le.',
  },
  unsupportedMedia: {
    slug: 'unsupported-media',
    title: 'Type de contenu inattendu',
    advice: 'Envoyez du JSON, avec l’en-tête « Content-Type: application/json ».',
  },
  invalid: {
    slug: 'invalid',
    title: 'Données à corriger',
    advice:
      'Chaque élément de « errors » nomme un champ (path) et ce qu’il faut y écrire (message). Rien n’a été enregistré.',
  },
  tooManyRequests: {
    slug: 'too-many-requests',
    title: 'Trop de demandes',
    advice: 'Attendez le nombre de secondes de l’en-tête « Retry-After », puis reprenez.',
  },
  unavailable: {
    slug: 'unavailable',
    title: 'Service momentanément indisponible',
    advice: 'Une partie du service ne répond pas. Rien n’a été enregistré à moitié : recommencez un peu plus tard.',
  },
  internal: {
    slug: 'internal',
    title: 'Erreur du serveur',
    advice: 'La faute est de notre côté. Donnez à l’exploitant la référence écrite dans le détail.',
  },
};

const RETRY_SECONDS = 5;
export const statusOf = (kind: ProblemKind) => (kind === 'internal' ? 500 : ERROR_STATUS[kind]);

/** What went wrong, as the product names it; whatever nobody foresaw is `internal`, told by a reference alone. */
export function problemOf(error: unknown, log: (line: string) => void): ProblemError | { internal: string } {
  if (error instanceof ProblemError) return error;
  if (error instanceof DatabaseUnavailableError) {
    return new ProblemError('unavailable', 'La base de données ne répond pas. Rien n’a été enregistré.', {
      retryAfterSeconds: RETRY_SECONDS,
    });
  }
  if (error instanceof HTTPException && error.status < 500) {
    const kind = (Object.keys(ERROR_STATUS) as ErrorCode[]).find((code) => ERROR_STATUS[code] === error.status);
    if (kind !== undefined) return new ProblemError(kind, PROBLEMS[kind].advice);
  }
  const reference = randomUUID();
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  log([`${reference} ${failureSummary(error)}`, ...frames].join('\n'));
  return { internal: reference };
}

export function answerProblem(c: Context, error: unknown, log: (line: string) => void): Response {
  const problem = problemOf(error, log);
  const kind = problem instanceof ProblemError ? problem.code : 'internal';
  const status = statusOf(kind) as ContentfulStatusCode;
  const body: Problem = {
    type: `/problems/${PROBLEMS[kind].slug}`,
    title: PROBLEMS[kind].title,
    status,
    detail:
      problem instanceof ProblemError
        ? problem.message
        : `Une erreur inattendue s’est produite (référence ${problem.internal}).`,
    ...(problem instanceof ProblemError && problem.errors.length > 0 ? { errors: problem.errors } : {}),
  };
  const headers: Record<string, string> = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };
  if (kind === 'unauthenticated') headers['www-authenticate'] = 'Bearer';
  const retryAfter = problem instanceof ProblemError ? problem.retryAfterSeconds : undefined;
  if (retryAfter !== undefined) headers['retry-after'] = String(Math.max(1, Math.ceil(retryAfter)));
  return c.body(JSON.stringify(body), status, headers);
}
