/** First names whose h is not heard; any other h is (`de Hakim`). */
const SILENT_H =
  /^h(?:adrien|ectors?|elen|elo|enri|ermin|erve|ilaire|ippolyte|onor|orace|ortense|ubert|ugo|ugue|yacinthe)/;

/** `de Lina`, `d’Inès`, `d’Hélène`, `de Hakim`, `d’Yves`, `de Yanis`: of a name, or of a noun without its article. */
export function de(name: string): string {
  const heard = name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const elides = /^(?:[aeiouœæ]|y(?![aeiou]))/.test(heard) || SILENT_H.test(heard);
  return elides ? `d’${name}` : `de ${name}`;
}
