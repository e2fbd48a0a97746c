/** Sentences of more words than people who read with difficulty take in at once. An hour (`4 h 12`) is one word, a link none. */
export function longSentences(text: string, most = 12): string[] {
  return text
    .replaceAll(/https?:\/\/\S+/g, '')
    .replaceAll(/(\d+)[\s\u00a0]h([\s\u00a0]\d\d)?/g, '$1h')
    .split(/[.?!…:;\n]+(?:\s|$)/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => (sentence.match(/[\p{L}\p{N}]+(?:[’'-][\p{L}\p{N}]+)*/gu) ?? []).length > most);
}
