import postgres from 'postgres';
import { LaunchError } from './launch-error.ts';

const OLDEST_VERSION = 14;
const PATIENCE_S = 10;

/**
 * Checks that the operator's own PostgreSQL answers and is recent enough.
 *
 * @throws LaunchError otherwise; the address is named without its password.
 */
export async function assertExternalDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: PATIENCE_S, onnotice: () => {} });
  try {
    const [row] = await sql<{ version: string }[]>`select current_setting('server_version_num') as version`;
    const major = Math.floor(Number(row?.version) / 10_000);
    if (major < OLDEST_VERSION) {
      throw new LaunchError(
        `La base de ${nameOf(url)} est un PostgreSQL ${major} ; il en faut un ${OLDEST_VERSION} ou plus récent. ` +
          'Mettez-la à niveau, ou retirez DATABASE_URL pour utiliser la base embarquée.',
      );
    }
  } catch (error) {
    if (error instanceof LaunchError) throw error;
    throw new LaunchError(
      `La base indiquée par DATABASE_URL (${nameOf(url)}) ne répond pas : ${reasonOf(error)}. ` +
        'Vérifiez qu’elle est démarrée, l’adresse, le nom et le mot de passe ; ou retirez DATABASE_URL pour la base embarquée.',
      { cause: error },
    );
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function nameOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || 5432}${pathname}`;
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message: string };
  switch (code) {
    case 'ECONNREFUSED':
      return 'rien n’écoute à cette adresse';
    case 'CONNECT_TIMEOUT':
      return `pas de réponse en ${PATIENCE_S} secondes`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'cette machine n’existe pas';
    case '28P01':
    case '28000':
      return 'le nom ou le mot de passe est refusé';
    case '3D000':
      return 'cette base n’existe pas';
    default:
      return message;
  }
}
