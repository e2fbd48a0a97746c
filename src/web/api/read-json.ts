import type { Context } from 'hono';
import { ProblemError } from '../../services/errors.ts';

const JSON_TYPE = /^application\/([\w.-]+\+)?json\s*(;|$)/i;

/** No input of ours is near as deep; a hostile one could exhaust the stack of whoever walks it. */
const MAX_DEPTH = 40;

/** The JSON body of a request. Throws `unsupportedMedia` or `malformed`. */
export async function readJson(c: Context): Promise<unknown> {
  const type = c.req.header('content-type');
  if (type !== undefined && !JSON_TYPE.test(type)) {
    throw new ProblemError(
      'unsupportedMedia',
      `Du JSON est attendu ici (Content-Type: application/json), pas ${type}.`,
    );
  }
  const bytes = await c.req.arrayBuffer();
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ProblemError('malformed', 'Le corps de la demande n’est pas de l’UTF-8.');
  }
  if (text.trim() === '')
    throw new ProblemError('malformed', 'Le corps de la demande est vide : du JSON y est attendu.');
  if (isTooDeep(text)) {
    throw new ProblemError('malformed', `Le corps de la demande a plus de ${MAX_DEPTH} niveaux de listes et d’objets.`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8's message quotes the text, and the text may be about people: only the position is told.
    const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
    const where = position === undefined ? '' : ` (vers le caractère ${position})`;
    throw new ProblemError('malformed', `Le corps de la demande n’est pas du JSON lisible${where}.`);
  }
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (inString) {
      if (character === '\\') i++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') {
      if (++depth > MAX_DEPTH) return true;
    } else if (character === '}' || character === ']') depth--;
  }
  return false;
}
