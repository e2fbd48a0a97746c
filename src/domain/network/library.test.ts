import { expect, it } from 'vitest';
import { documentType, fileNameOf, libraryInputSchema, looksLike } from './library.ts';

it.each([
  ['%PDF-1.7\n', 'pdf'],
  ['PK\u0003\u0004rest', 'zip'],
  ['\u00ff\u00d8\u00ff\u00e0', 'picture'],
  ['\u0089PNG\r\n\u001a\n', 'picture'],
  ['<svg xmlns="http://www.w3.org/2000/svg">', 'web'],
  ['\n<!DOCTYPE html>', 'web'],
  ['<?xml version="1.0"?><svg/>', 'web'],
  ['MZ\u0090', 'unknown'],
  ['', 'unknown'],
  [' %PDF-1.7', 'unknown'],
])('%j looks like %s', (text, expected) => {
  expect(looksLike(Buffer.from(text, 'latin1'))).toBe(expected);
});

it.each([
  [['mimetype', 'content.xml'], 'application/vnd.oasis.opendocument.text', 'odt'],
  [['[Content_Types].xml', 'word/document.xml'], '', 'docx'],
  [['[Content_Types].xml', 'xl/workbook.xml'], '', 'xlsx'],
  [['[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin'], '', null],
  [['mimetype', 'Basic/Standard/x.xml'], 'application/vnd.oasis.opendocument.text', null],
  [['mimetype'], 'application/epub+zip', null],
  [['virus.exe'], '', null],
])('an archive of %j is %s', (names, mimetype, expected) => {
  expect(documentType(names, mimetype)).toBe(expected);
});

it.each([
  ['Guide de la mobilité', 'pdf', 'guide-de-la-mobilite.pdf'],
  ['../../etc/passwd', 'docx', 'etc-passwd.docx'],
  ['"; filename=x.exe\r\n', 'xlsx', 'filename-x-exe.xlsx'],
  ['دليل', 'odt', 'document.odt'],
  ['Photo', 'jpeg', 'photo.jpg'],
] as const)('%j is saved as a safe name', (title, type, expected) => {
  expect(fileNameOf(title, type)).toBe(expected);
});

it.each(['http://exemple.fr', 'javascript:alert(1)', 'https://', 'data:text/html,x'])('takes no link to %s', (url) => {
  expect(libraryInputSchema.safeParse({ title: 'x', url }).success).toBe(false);
});
