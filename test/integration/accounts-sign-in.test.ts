import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type TestApi } from '../support/api.ts';
import { createMember, signIn } from '../support/sign-in.ts';

describe('signing in with a password', () => {
  let api: TestApi;
  let camille: Awaited<ReturnType<typeof createMember>>;
  beforeAll(async () => {
    api = await startApi();
    camille = await createMember(
      { url: api.url, clock: api.deps.clock },
      {
        organisationId: 'org_one',
        role: 'prescriber',
        displayName: 'Camille Roussel',
      },
    );
  });
  afterAll(() => api?.stop());

  it('leads to the work of the role, and every page says who one is', async () => {
    const browser = await signIn(api.app, camille);
    expect(browser.landedOn).toBe('/pro');
    const home = await (await browser.get('/fr/')).text();
    expect(home).toContain('Camille Roussel');
    expect(home).toContain('Structure org_one');
    expect(home).not.toContain('>Se connecter<');
  });
});
