import { z } from 'zod';
import { SITUATIONS } from './situations.ts';

/**
 * What calls for which step of a pathway, what comes first, and what it opens: decisions of people, as data with a
 * version. `default-rules.ts` holds those that every territory starts from.
 */

const idSchema = z.string().regex(/^[a-z][A-Za-z0-9]{1,40}$/);

/** `barrier.<code>` is a barrier of the diagnostic; the others are read from what the person has and may do. */
const situationSchema = z.union([z.enum(SITUATIONS), z.templateLiteral(['barrier.', z.string().min(1)])]);

const common = {
  id: idSchema,
  /** Any of these lists, all of which must surely be so. */
  when: z.array(z.array(situationSchema).min(1)).min(1),
  /** Surely one of these: the step is of no use. */
  unless: z.array(situationSchema).default([]),
  /** Steps that come first where they are called for; money is said by its own `funds`. */
  after: z.array(idSchema).default([]),
  /** With it the person goes alone. */
  autonomy: z.boolean().default(false),
};
/** An offer answers the step if it lifts one of these barriers, or if all it lifts are `general` ones. */
const lifting = {
  lifts: z.array(z.string().min(1)).min(1),
  general: z.array(z.string().min(1)).default([]),
};
/** One of the situations, or one of the steps before it: who has no licence and takes none is sold no car. */
const requiresSchema = z
  .object({ situations: z.array(situationSchema), steps: z.array(idSchema) })
  .default({ situations: [], steps: [] });

const ruleSchema = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('training'), ...common, ...lifting }),
  z.strictObject({
    step: z.literal('licence'),
    ...common,
    category: z.enum(['B', 'AM']),
    /** A teaching adapted to a difficulty stands for the training that would come first. */
    pedagogies: z
      .array(z.strictObject({ pedagogy: z.enum(['basicSkills', 'french', 'confidence', 'dys']), insteadOf: idSchema }))
      .default([]),
  }),
  z.strictObject({ step: z.literal('repair'), ...common, ...lifting, requires: requiresSchema }),
  z.strictObject({ step: z.literal('purchase'), ...common, ...lifting, requires: requiresSchema }),
  z.strictObject({
    step: z.literal('funding'),
    ...common,
    ...lifting,
    /** The steps it pays for: it is had before they begin. `bridge` is carried at once, and paid for meanwhile. */
    funds: z.array(idSchema).min(1),
  }),
]);
export type PathwayRule = z.infer<typeof ruleSchema>;

export const pathwayRulesSchema = z
  .strictObject({ version: z.string().min(1), rules: z.array(ruleSchema).min(1).max(60) })
  .superRefine(({ rules }, check) => {
    const say = (index: number, field: string, message: string) =>
      check.addIssue({ code: 'custom', message, path: ['rules', index, field] });
    const ids = new Set(rules.map((rule) => rule.id));
    const fundings = new Set(rules.filter(({ step }) => step === 'funding').map(({ id }) => id));
    rules.forEach((rule, i) => {
      if (rules.findIndex(({ id }) => id === rule.id) !== i) say(i, 'id', `« ${rule.id} » est écrit deux fois.`);
      if (rule.id === BRIDGE || rule.id === AUTONOMY) say(i, 'id', `« ${rule.id} » est un nom réservé.`);
      for (const [field, asked] of Object.entries(referred(rule))) {
        for (const id of asked) {
          if (!ids.has(id) && !(field === 'funds' && id === BRIDGE))
            say(i, field, `« ${id} » n’est l’id d’aucune règle.`);
        }
      }
      // Money is looked for last, for what is chosen by then: it comes before what it pays for, and before nothing else.
      const waitedFor = { after: rule.after, requires: 'requires' in rule ? rule.requires.steps : [] };
      for (const [field, asked] of Object.entries(waitedFor)) {
        for (const id of asked.filter((one) => fundings.has(one))) {
          say(i, field, `« ${id} » est un financement : dites ce qu’il paie dans son « funds ».`);
        }
      }
      const codes = [...rule.when.flat(), ...rule.unless];
      if (rule.step !== 'funding' && codes.includes('costOpen')) {
        say(i, 'when', '« costOpen » ne se dit que d’une étape qui en finance une autre.');
      }
    });
    const circle = circleOf(rules);
    if (circle !== null)
      say(
        rules.findIndex((r) => r.id === circle[0]),
        'after',
        `Les étapes tournent en rond : ${circle.join(' → ')}.`,
      );
  });
export type PathwayRules = z.infer<typeof pathwayRulesSchema>;

export const BRIDGE = 'bridge';
export const AUTONOMY = 'autonomy';

function referred(rule: PathwayRule): Record<string, readonly string[]> {
  return {
    after: rule.after,
    ...(rule.step === 'licence' ? { pedagogies: rule.pedagogies.map((p) => p.insteadOf) } : {}),
    ...(rule.step === 'funding' ? { funds: rule.funds } : {}),
    ...('requires' in rule ? { requires: rule.requires.steps } : {}),
  };
}

/** The rules whose steps come before that rule's, wherever they are called for: `after`, `requires`, and its funding. */
export function precedents(rule: PathwayRule, rules: readonly PathwayRule[]): string[] {
  const funding = rules.flatMap((other) =>
    other.step === 'funding' && other.funds.includes(rule.id) ? [other.id] : [],
  );
  const required = 'requires' in rule ? rule.requires.steps : [];
  return [...new Set([...rule.after, ...required, ...funding])];
}

/** A chain of steps each of which waits for the one before and the first for the last, or null. */
function circleOf(rules: readonly PathwayRule[]): string[] | null {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const cleared = new Set<string>();
  const walk = (id: string, path: readonly string[]): string[] | null => {
    const at = path.indexOf(id);
    if (at >= 0) return [...path.slice(at), id];
    const rule = byId.get(id);
    if (rule === undefined || cleared.has(id)) return null;
    for (const before of precedents(rule, rules)) {
      const circle = walk(before, [...path, id]);
      if (circle !== null) return circle;
    }
    cleared.add(id);
    return null;
  };
  for (const { id } of rules) {
    const circle = walk(id, []);
    if (circle !== null) return circle;
  }
  return null;
}
