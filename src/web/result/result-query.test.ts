import { expect, test } from 'vitest';
import { filterCount, queryText, readQuery } from './result-query.ts';

const said = (text: string) => queryText(readQuery(new URLSearchParams(text)));

test.each([
  ['', ''],
  ['type=carpool&type=vehicleLoan&reponse=a-verifier&retour=1&prix=62.5&sanspermis=1&page=2&appuis=3&presque=4', null],
  ['prix=60 €', '?prix=60'],
  ['prix=62,5', '?prix=62.5'],
  ['prix=beaucoup', ''],
  ['prix=-3', ''],
  ['type=rocket&reponse=yes&retour=oui&page=-2&appuis=x', ''],
  ['page=1', ''],
  ['autre=1', ''],
])('« %s » is looked at as it says, and nothing else is', (text, expected) =>
  expect(said(text)).toBe(expected ?? `?${text}`),
);

test('kinds come in one order, each once', () =>
  expect(said('type=vehicleLoan&type=carpool&type=carpool')).toBe('?type=carpool&type=vehicleLoan'));

test('another page keeps the filter', () =>
  expect(queryText(readQuery(new URLSearchParams('retour=1&page=2')), { rides: 3 })).toBe('?retour=1&page=3'));

test('what is asked is counted, kinds together', () =>
  expect(filterCount(readQuery(new URLSearchParams('type=carpool&type=carShare&prix=0')).filter)).toBe(2));
