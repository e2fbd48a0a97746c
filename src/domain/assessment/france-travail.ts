import { z } from 'zod';
import type { Answers, AnswerValue } from './answer.ts';
import {
  CONSTRAINT_VALUES,
  type Meaning,
  MOBILITY_CONSTRAINT,
  OBJECTIVE_VALUES,
  OBJECTIVES,
  SITUATION_VALUES,
  SITUATIONS,
} from './france-travail-codes.ts';

const short = z.string().trim().max(300);
/** Numbers are seen where codes are expected. */
const code = z.union([short, z.number().transform(String)]);
const item = z.object({ code: code.nullish(), libelle: short.nullish(), valeur: short });
const constraintSchema = z.object({
  code,
  libelle: short.nullish(),
  valeur: short.nullish(),
  date: short.nullish(),
  situations: z.array(item).max(200).nullish(),
  objectifs: z.array(item).max(200).nullish(),
});
const list = z.array(constraintSchema).max(200);
const fileSchema = z.union([
  z.object({ contraintesIndividusDto: z.object({ contraintes: list }) }),
  z.object({ contraintes: list }),
  list,
  constraintSchema,
]);

/** One line of what was sent: what it says, or that it is not known. */
export type ReadLine = {
  kind: 'situation' | 'objective';
  code: string | null;
  label: string;
  value: string;
  /** `unknownCode`, `unknownValue`: kept as it was sent, for somebody to look at. `silent`: it says nothing of today. */
  reading: 'understood' | 'silent' | 'unknownCode' | 'unknownValue';
  meaning: Meaning;
};
export type ReadConstraint = {
  value: string | null;
  /** As it was sent. */
  date: string | null;
  lines: ReadLine[];
  /** Other constraints (family, health, housing…), which are none of our business: how many, and nothing more. */
  leftAside: number;
};
export type FranceTravailReading = { constraint: ReadConstraint } | { problem: 'shape' | 'noMobility' };

/** The mobility constraint of a file of France Travail's, of its list of constraints, or alone; nothing else of it is read. */
export function readFranceTravail(sent: unknown): FranceTravailReading {
  const parsed = fileSchema.safeParse(sent);
  if (!parsed.success) return { problem: 'shape' };
  const all = constraintsOf(parsed.data);
  const mobility =
    all.find((one) => one.code === MOBILITY_CONSTRAINT.code && isLabel(one.libelle, MOBILITY_CONSTRAINT.label)) ??
    all.find(({ libelle }) => libelle && plain(libelle) === plain(MOBILITY_CONSTRAINT.label));
  if (!mobility) return { problem: 'noMobility' };
  const { valeur = null, date = null } = mobility;
  return {
    constraint: {
      value: valeur,
      date,
      lines: [...(mobility.situations ?? []).map(readSituation), ...(mobility.objectifs ?? []).map(readObjective)],
      leftAside: all.length - 1,
    },
  };
}

/** Whether the constraint itself has a value that is known. */
export const isKnownValue = (value: string | null) => value === null || CONSTRAINT_VALUES.includes(value);

function constraintsOf(file: z.infer<typeof fileSchema>): z.infer<typeof constraintSchema>[] {
  if (Array.isArray(file)) return file;
  if ('contraintesIndividusDto' in file) return file.contraintesIndividusDto.contraintes;
  return 'contraintes' in file ? file.contraintes : [file];
}

type Item = z.infer<typeof item>;

function readSituation(sent: Item): ReadLine {
  const known = SITUATIONS.find(
    (one) =>
      (sent.code === one.code && isLabel(sent.libelle, one.label)) ||
      (sent.libelle && plain(sent.libelle) === plain(one.label)),
  );
  const line = lineOf('situation', sent, known?.label);
  if (!known) return { ...line, reading: 'unknownCode' };
  if (!SITUATION_VALUES.includes(sent.valeur)) return { ...line, reading: 'unknownValue' };
  return withMeaning(line, sent.valeur === 'OUI' ? known.OUI : sent.valeur === 'NON' ? known.NON : undefined);
}

function readObjective(sent: Item): ReadLine {
  const known = OBJECTIVES.find(({ label }) => sent.libelle && plain(sent.libelle) === plain(label));
  const line = lineOf('objective', sent, known?.label);
  if (!known) return { ...line, reading: 'unknownCode' };
  if (!OBJECTIVE_VALUES.includes(sent.valeur)) return { ...line, reading: 'unknownValue' };
  return withMeaning(line, sent.valeur === 'EN_COURS' ? known.underWay : undefined);
}

const lineOf = (kind: ReadLine['kind'], { code: sentCode, libelle, valeur }: Item, label?: string) => ({
  kind,
  code: sentCode ?? null,
  label: label ?? libelle ?? '',
  value: valeur,
  meaning: {},
});

const withMeaning = (line: Omit<ReadLine, 'reading'>, meaning: Meaning | undefined): ReadLine =>
  meaning ? { ...line, reading: 'understood', meaning } : { ...line, reading: 'silent' };

/** A code without a label is taken at its word; with another label it is something else under the same number. */
const isLabel = (sent: string | null | undefined, label: string) => !sent || plain(sent) === plain(label);

const plain = (label: string) =>
  label
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

export type Conflict = { question: string; here: AnswerValue; there: AnswerValue };
export type Merge = {
  answers: Answers;
  /** Questions that have an answer by it. */
  added: string[];
  /** What the file already says otherwise: it stays, and somebody is to ask. */
  conflicts: Conflict[];
  /** Questions to be put, of which it says too little. */
  toAsk: string[];
};

const STATED = 'statedBarriers';

/** What was sent, taken into the answers that are known: it fills in, it never overwrites. */
export function takeIn(answers: Answers, { lines }: ReadConstraint): Merge {
  const merged: Record<string, AnswerValue | null> = { ...answers };
  const added = new Set<string>();
  const conflicts: Conflict[] = [];
  for (const [question, there] of lines.flatMap(({ meaning }) => Object.entries(meaning.answers ?? {}))) {
    const here = merged[question] ?? null;
    if (here === null) {
      merged[question] = there;
      added.add(question);
    } else if (JSON.stringify(here) !== JSON.stringify(there) && !conflicts.some((one) => one.question === question)) {
      conflicts.push({ question, here, there });
    }
  }
  const before = answers[STATED];
  const had = Array.isArray(before) ? before : [];
  const states = [...new Set([...had, ...lines.flatMap(({ meaning }) => meaning.states ?? [])])];
  if (states.length > had.length) {
    merged[STATED] = states;
    added.add(STATED);
  }
  const asked = lines.flatMap(({ meaning }) => meaning.ask ?? []);
  const toAsk = [...new Set([...asked, ...conflicts.map(({ question }) => question)])];
  return { answers: merged, added: [...added], conflicts, toAsk: toAsk.filter((one) => !added.has(one)) };
}
