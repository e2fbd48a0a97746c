/** The form that a language's own rules ask for with that number; `other` where one is not given. */
export function plural(
  language: string,
  count: number,
  forms: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string },
) {
  return forms[new Intl.PluralRules(language).select(count)] ?? forms.other;
}
