import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addEvent } from '../../src/services/network/change-event.ts';
import {
  addLibraryItem,
  archiveLibraryItem,
  changeLibraryItem,
  downloadLibraryFile,
  getLibraryItem,
  searchLibrary,
} from '../../src/services/network/library.ts';
import { previewLetter, sendLetters } from '../../src/services/network/send-letters.ts';
import { purgeExpired } from '../../src/services/purge-expired.ts';
import { carpool } from '../factories/offers.ts';
import { worker } from '../factories/rows.ts';
import { type Firm, openFirm } from '../support/firm.ts';
import { answering, type Browser, createMember, openBrowser, signIn } from '../support/sign-in.ts';
import { zipOf } from '../support/zip.ts';

let firm: Firm;
beforeAll(async () => {
  firm = await openFirm();
});
afterAll(() => firm?.stop());

const centre = () => firm.as('resourceCentre', 'org_team');
const system = () => ({ actor: worker(), deps: firm.deps });
const passerBy = () => openBrowser(answering(firm.app));
const text = (words: string) => new TextEncoder().encode(words);
const guide = { title: 'Guide du permis', description: 'Étapes et aides', tags: ['Permis', 'aides'], url: '' };
const PDF = text('%PDF-1.7\n1 0 obj\n');
const add = async (facts: object, bytes: Uint8Array | null = null) =>
  (await addLibraryItem({ ctx: centre(), input: { facts: { ...guide, ...facts }, bytes } })).id;
const titles = (found: readonly { title: string }[]) => found.map(({ title }) => title);

describe('the library', () => {
  it('is written by the pôle ressources, found without accents, and shows the public what is public', async () => {
    const id = await add({ title: 'Guide des aides à la mobilité' }, PDF);
    const inside = await add({
      title: 'Trame d’entretien',
      tags: [],
      url: 'https://exemple.invalid/x',
      isPublic: false,
    });
    const find = async (input: object, ctx = firm.passerBy) => titles(await searchLibrary({ ctx, input }));
    expect(await find({ q: 'AIDES mobilite' })).toEqual(['Guide des aides à la mobilité']);
    expect(await find({ tag: 'permis' })).toEqual(['Guide des aides à la mobilité']);
    expect(await find({ q: '%' })).toContain('Guide des aides à la mobilité');
    expect(await find({ q: 'trame' })).toEqual([]);
    expect(await find({ q: 'trame' }, firm.as('prescriber', 'org_one'))).toEqual(['Trame d’entretien']);
    await expect(getLibraryItem({ ctx: firm.passerBy, input: { id: inside } })).rejects.toMatchObject({
      code: 'notFound',
    });
    const abroad = firm.as('resourceCentre', 'org_firm', 'voisin');
    await expect(downloadLibraryFile({ ctx: abroad, input: { id } })).rejects.toMatchObject({ code: 'notFound' });
    for (const role of ['prescriber', 'provider', 'employer', 'department', 'admin'] as const) {
      const ctx = firm.as(role, 'org_firm');
      const refused = addLibraryItem({ ctx, input: { facts: guide, bytes: PDF } });
      await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
    }
    await changeLibraryItem({
      ctx: centre(),
      input: { id, expectedVersion: 1, facts: { ...guide, title: 'Guide' }, bytes: null },
    });
    const late = { id, expectedVersion: 1, facts: guide, bytes: null };
    await expect(changeLibraryItem({ ctx: centre(), input: late })).rejects.toMatchObject({ code: 'conflict' });
    await archiveLibraryItem({ ctx: centre(), input: { id, isArchived: true } });
    expect(await find({ q: 'guide' })).toEqual([]);
    await archiveLibraryItem({ ctx: centre(), input: { id, isArchived: false } });
    const { file } = await downloadLibraryFile({ ctx: firm.passerBy, input: { id } });
    expect(Buffer.from(file.bytes)).toEqual(Buffer.from(PDF));
    const audited = await firm.owner`select action from audit_entries where entity_id = ${id} order by id`;
    expect(audited.map(({ action }) => action)).toEqual([
      'library.added',
      'library.changed',
      'library.archived',
      'library.restored',
    ]);
  });

  const odt = zipOf([{ name: 'mimetype', content: 'application/vnd.oasis.opendocument.text' }]);
  const office = (part: string, ...more: string[]) =>
    zipOf(['[Content_Types].xml', part, ...more].map((name) => ({ name, content: 'x' })));
  it.each([
    ['ODT', odt, 'odt'],
    ['DOCX', office('word/document.xml'), 'docx'],
    ['XLSX', office('xl/workbook.xml'), 'xlsx'],
  ] as const)('takes %s by what it is', async (_name, bytes, type) => {
    const id = await add({ title: `Fichier ${type}` }, bytes);
    expect((await getLibraryItem({ ctx: centre(), input: { id } })).file).toEqual({ type, size: bytes.byteLength });
  });

  it.each([
    ['a page', text('<!doctype html><script>alert(1)</script>'), /SVG/],
    ['an SVG', text('<?xml version="1.0"?><svg onload="alert(1)"/>'), /SVG/],
    ['a program', text('MZ\u0090\u0000'), /PDF, ODT/],
    ['macros', office('word/document.xml', 'word/vbaProject.bin'), /macros/],
    ['a bomb', zipOf([{ name: 'mimetype', content: 'x', claimed: 2_000_000_000 }]), /./],
    ['a broken archive', text('PK\u0003\u0004rest'), /./],
    ['a broken picture', text('\u0089PNG'), /./],
    ['too much', new Uint8Array(8 * 1024 * 1024 + 1), /8 Mo/],
  ])('refuses %s, saying why', async (_what, bytes, message) => {
    const refused = await add({}, bytes).catch((error) => error);
    expect(refused).toMatchObject({
      code: 'invalid',
      errors: [{ path: 'file', message: expect.stringMatching(message) }],
    });
  });

  it('makes pictures anew, without what they tell of where they were taken', async () => {
    const taken = sharp({ create: { width: 20, height: 10, channels: 3, background: '#0d5c63' } });
    const sent = await taken
      .withExif({ IFD0: { Copyright: 'Zéphyrine' } })
      .png()
      .toBuffer();
    const id = await add({ title: 'Plan' }, sent);
    const { file } = await downloadLibraryFile({ ctx: firm.passerBy, input: { id } });
    expect([file.type, (await sharp(file.bytes).metadata()).exif]).toEqual(['jpeg', undefined]);
  });

  it('is asked for a link or a file, one of them', async () => {
    for (const [facts, bytes] of [
      [{}, null],
      [{ url: 'https://exemple.invalid' }, PDF],
      [{ url: 'http://exemple.invalid' }, null],
    ] as const) {
      await expect(add(facts, bytes)).rejects.toMatchObject({ code: 'invalid', errors: [{ path: 'url' }] });
    }
  });

  it('is filled by a form, once, and hands files over as files alone', async () => {
    const member = await createMember(
      { url: firm.url, clock: firm.deps.clock },
      { organisationId: 'org_team', role: 'resourceCentre' },
    );
    const camille: Browser = await signIn(firm.app, member);
    const formToken = await camille.tokenOf('/ressources/bibliotheque/nouveau');
    const send = async (bytes: Uint8Array, token: string) => {
      const form = new FormData();
      for (const [name, value] of Object.entries({ formToken, token, title: 'Été "2027"', isPublic: 'yes' }))
        form.set(name, value);
      form.set('file', new Blob([new Uint8Array(bytes)]), '../x.html');
      return firm.app.request('/ressources/bibliotheque/nouveau', {
        method: 'POST',
        body: form,
        headers: { cookie: camille.cookies(), 'sec-fetch-site': 'same-origin' },
      });
    };
    const wrong = await send(text('<html>'), 'a');
    expect([wrong.status, (await wrong.text()).includes('href="#file"')]).toEqual([422, true]);
    const [one, two] = [await send(PDF, 'b'), await send(PDF, 'b')];
    expect(one.status).toBe(303);
    expect(two.headers.get('location')).toBe(one.headers.get('location'));
    const id = /(lib_\w+)/.exec(one.headers.get('location') ?? '')?.[1];
    const file = await passerBy().get(`/fr/ressources-utiles/${id}/fichier`);
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="ete-2027.pdf"');
    expect(file.headers.get('x-content-type-options')).toBe('nosniff');
    expect(file.headers.get('content-type')).toBe('application/pdf');
    expect((await send(new Uint8Array(10 * 1024 * 1024), 'c')).status).toBe(413);
  });
});

describe('the letter', () => {
  const letters = (to: string) =>
    firm.owner<{ subject: string; body: string; html: string | null; unsubscribe_url: string | null }[]>`
      select subject, body, html, unsubscribe_url from messages where to_address = ${to} order by created_at, id`;
  const linkIn = (body: string) => /\/fr\/lettre\/(confirmer|fin)\/[a-z]+\/[a-z0-9]+/.exec(body)?.[0] ?? '';
  const ask = (email: string) => passerBy().post('/fr/lettre', { email });
  const due = () => sendLetters({ ctx: system() });
  const LOU = 'lou.lettre@exemple.invalid';

  it('goes to nobody who has not said so, once a week, with what is new and nothing where nothing is', async () => {
    expect((await ask('pas une adresse')).status).toBe(422);
    expect([(await ask(LOU)).status, (await ask(LOU)).status]).toEqual([303, 303]);
    const [asked, ...twice] = await letters(LOU);
    expect(twice).toEqual([]);
    const confirm = linkIn(asked?.body ?? '');
    const reader = passerBy();
    expect((await reader.get(confirm)).status).toBe(200);
    await add({ title: 'Avant tout' }, PDF);
    firm.moveClock({ hours: 24 * 1 });
    await due();
    expect(await letters(LOU)).toHaveLength(1);
    expect((await reader.post(confirm, {})).status).toBe(303);
    expect(await (await reader.get(confirm)).text()).toContain('C’est confirmé');

    // Nothing new since then.
    firm.moveClock({ hours: 24 * 7 });
    expect(await due()).toEqual({ letters: 0 });
    firm.moveClock({ hours: 1 });
    await add({ title: 'Guide <b>neuf</b>' }, PDF);
    await add({ title: 'Note interne', isPublic: false }, PDF);
    expect(await due()).toEqual({ letters: 0 });
    expect(titles((await previewLetter({ ctx: centre() })).parts)).toContain('Ressources utiles');
    firm.moveClock({ hours: 24 * 7 });
    expect(await Promise.allSettled([due(), due()])).toHaveLength(2);
    expect(await due()).toEqual({ letters: 0 });
    const [, letter, ...more] = await letters(LOU);
    expect(more).toEqual([]);
    expect(letter?.body).toContain('Guide <b>neuf</b>');
    expect(letter?.html).toContain('Guide &#60;b&#62;neuf');
    expect(letter?.body).not.toContain('Note interne');
    expect(letter?.body).not.toContain('Avant tout');
    expect(letter?.unsubscribe_url).toContain(linkIn(letter?.body ?? ''));

    const leave = linkIn(letter?.body ?? '');
    expect((await passerBy().get(leave)).status).toBe(200);
    expect((await previewLetter({ ctx: centre() })).readers).toBe(1);
    // As a mail program sends it: no page of ours before, no cookie.
    const oneClick = await firm.app.request(leave, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
    expect(oneClick.status).toBe(303);
    expect((await previewLetter({ ctx: centre() })).readers).toBe(0);
    expect((await passerBy().get(leave)).status).toBe(404);
    await add({ title: 'Après' }, PDF);
    firm.moveClock({ hours: 24 * 7 });
    expect(await due()).toEqual({ letters: 0 });
  });

  it('tells offers that were confirmed since, and events to come', async () => {
    const member = await createMember(
      { url: firm.url, clock: firm.deps.clock },
      { organisationId: 'org_team', role: 'referent' },
    );
    const camille = await signIn(firm.app, member);
    expect((await camille.send('/fr/lettre/compte', { wanted: 'yes' })).status).toBe(303);
    expect((await camille.send('/fr/lettre/compte', { wanted: 'yes' })).status).toBe(303);
    expect((await previewLetter({ ctx: centre() })).readers).toBe(1);
    firm.moveClock({ hours: 1 });
    const confirmedAt = firm.deps.clock.now().toString().slice(0, 10);
    const fresh = carpool({ title: 'Trajet confirmé', visibility: 'public', confirmedAt });
    for (const offer of [fresh, carpool({ title: 'Jamais confirmé', visibility: 'public' })]) {
      expect((await firm.post('/api/offers', offer)).status).toBe(201);
    }
    const date = firm.deps.clock
      .now()
      .add({ hours: 24 * 20 })
      .toString()
      .slice(0, 10);
    const place = { commune: '55122', lon: 5.5905, lat: 48.7612 };
    const event = { title: 'Café mobilité', kind: 'meeting', audience: 'everybody', from: '09:00', until: '11:00' };
    await addEvent({ ctx: centre(), input: { ...event, date, place } });
    await add({ title: 'Pour nous', isPublic: false }, PDF);
    firm.moveClock({ hours: 24 * 7 });
    expect(await due()).toEqual({ letters: 1 });
    const [letter] = await letters(member.email.toLowerCase());
    for (const told of ['Trajet confirmé', 'Café mobilité', 'Pour nous']) expect(letter?.body).toContain(told);
    expect(letter?.body).not.toContain('Jamais confirmé');
    expect((await camille.send('/fr/lettre/compte', { wanted: 'no' })).status).toBe(303);
    expect((await previewLetter({ ctx: centre() })).readers).toBe(0);
  });

  it('forgets addresses that never confirmed, and shows who reads to nobody', async () => {
    await ask('jamais@exemple.invalid');
    firm.moveClock({ hours: 49 });
    expect((await purgeExpired({ ctx: system() })).unconfirmedReaders).toBe(1);
    await expect(previewLetter({ ctx: firm.as('prescriber', 'org_one') })).rejects.toMatchObject({ code: 'forbidden' });
    const seen = await firm.deps.database.transact(centre().actor, ({ letters: store }) => store.count());
    expect(seen).toBe(0);
  });
});
