/**
 * What is measured inside the browser. These run there, not here: they see nothing of this file but themselves, and the
 * types of the house know no page.
 */
// biome-ignore-start lint/suspicious/noExplicitAny: the browser's own objects, without pulling its types into the house.
declare const document: any;
declare const getComputedStyle: (element: unknown) => { fontSize: string };
declare const SVGGraphicsElement: any;
type Element = any;
// biome-ignore-end lint/suspicious/noExplicitAny: see above

export const scrollWidth = (): number => document.documentElement.scrollWidth;

/** Folded parts count too: people open them. */
export function unfoldAll(): void {
  for (const one of document.querySelectorAll('details')) one.open = true;
}

/** Text drawn below 18 px, in pictures too. */
export function tooSmallLetters(): string[] {
  const small: string[] = [];
  const SHOW_TEXT = 4;
  const walker = document.createTreeWalker(document.body, SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element: Element = node.parentElement;
    if (!element || !node.textContent.trim() || !element.checkVisibility()) continue;
    if (element.closest('datalist, .unseen')) continue;
    let size = Number.parseFloat(getComputedStyle(element).fontSize);
    if (element instanceof SVGGraphicsElement) size *= element.getScreenCTM().a;
    if (size < 17.9) small.push(`${size.toFixed(1)} px: ${node.textContent.trim().slice(0, 40)}`);
  }
  return small;
}

/** What is to be pressed and is less than 44 px high; a link inside a sentence is part of it. */
export function tooSmallTargets(): string[] {
  const small: string[] = [];
  const TEXT = 3;
  for (const element of document.querySelectorAll('a, button, summary, select, input, .choice label')) {
    if (!element.checkVisibility() || element.closest('.unseen, .skip')) continue;
    if (element.matches('[type=hidden], [type=radio], [type=checkbox]')) continue;
    const beside = [...element.parentElement.childNodes].some((one) => one.nodeType === TEXT && one.textContent.trim());
    if (element.tagName === 'A' && beside) continue;
    const { height } = element.getBoundingClientRect();
    if (height < 43.9) small.push(`${height.toFixed(0)} px: ${element.outerHTML.slice(0, 80)}`);
  }
  return small;
}

/** Links into the page that lead to nothing. */
export function deadAnchors(): string[] {
  // A map's buttons are links to nowhere that say they are buttons.
  const hrefs: string[] = [...document.querySelectorAll('a[href^="#"]:not([role=button])')].map((a) =>
    a.getAttribute('href'),
  );
  return hrefs.filter((href) => !document.querySelector(href));
}

/** The first form's answers as it would send them. */
export function formAnswers(): string {
  const pairs: [string, string][] = [];
  for (const field of document.forms[0].elements) {
    const isOff = /^(radio|checkbox)$/.test(field.type) && !field.checked;
    if (field.name && field.tagName !== 'BUTTON' && !isOff) pairs.push([field.name, field.value]);
  }
  return new URLSearchParams(pairs).toString();
}
