import type { Page } from 'playwright-core';
import { systemClock } from '../../src/db/seeds/territory.ts';
import { insertRow } from '../factories/rows.ts';
import { createMember } from './sign-in.ts';
import type { Site } from './site.ts';

/** A structure that takes people up, and one that sends them there. */
export async function openStructures(site: Site, ids: { provider: string; prescriber: string }): Promise<void> {
  for (const [kind, id] of Object.entries(ids)) {
    const name = `Structure ${id}`;
    await insertRow(site.owner, 'organisations', { territory_id: 'meuse', id, name, kind, illustrative: true });
  }
}

type Referred = { id: string; kind: string; firstName: string; provider: string; prescriber: string; offerId?: string };

/** Somebody whom the structure said yes to, by an offer of that kind: the referral's id is `ref_…`. */
export async function referTo(site: Site, { id, kind, firstName, provider, prescriber, offerId }: Referred) {
  const [offer] = await site.owner`
    select id, title from offers where kind = ${kind} and id = coalesce(${offerId ?? null}, id) order by id limit 1`;
  const at = systemClock.now().toString();
  const kept = { territory_id: 'meuse', retention_class: 'file' };
  await insertRow(site.owner, 'beneficiaries', { ...kept, id: `ben_${id}` });
  await insertRow(site.owner, 'referrals', {
    ...{ ...kept, id: `ref_${id}`, beneficiary_id: `ben_${id}`, offer_id: offer?.id, status: 'accepted' },
    ...{ organisation_id: prescriber, provider_organisation_id: provider },
    facts: [{ code: 'firstName', label: 'Prénom', value: firstName }],
    parties: {
      offer: { kind, title: offer?.title, illustrative: true },
      provider: { name: `Structure ${provider}`, phone: null },
      referrer: { organisation: `Structure ${prescriber}`, name: null, phone: null, email: null },
    },
    ...{ documents: [], link_hashes: [], question_open: false, reminders: 0, version: 1 },
    ...{ sent_at: at, answered_at: at, created_at: at, updated_at: at },
  });
}

/** Signs a new member of that structure in. */
export async function enterStructure(site: Site, page: Page, organisationId: string): Promise<void> {
  const member = await createMember(
    { url: site.databaseUrl, clock: systemClock },
    { organisationId, role: 'provider', displayName: 'Inès Colin' },
  );
  await page.goto(`${site.url}/connexion`);
  await page.locator('input[name="email"]').first().fill(member.email);
  await page.locator('input[name="password"]').fill(member.password);
  await page.locator('button[value="mot-de-passe"]').click();
  await page.waitForURL((url) => !url.pathname.startsWith('/connexion'));
}
