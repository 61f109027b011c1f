import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext } from '@playwright/test';
import * as z from 'zod/mini';
import { expect, test as base } from './support/fixtures';

const pictureSchema = z.object({ src: z.string() });
const manifestSchema = z.object({
  lang: z.string(),
  icons: z.array(z.extend(pictureSchema, { purpose: z.string() })),
  screenshots: z.array(z.extend(pictureSchema, { form_factor: z.string(), label: z.string() })),
  shortcuts: z.array(z.object({ name: z.string(), url: z.string() })),
});

/** A browser with a profile of its own: nothing is installed from a private window. */
const test = base.extend<{ readonly profile: BrowserContext }>({
  profile: async ({ launchOptions }, give) => {
    const folder = await mkdtemp(join(tmpdir(), 'ringway-profile-'));
    const profile = await chromium.launchPersistentContext(folder, {
      ...launchOptions,
      locale: 'en-GB',
    });
    await give(profile);
    await profile.close();
    await rm(folder, { recursive: true, force: true });
  },
});

test('the app can be installed, and its policy holds nothing back', async ({
  profile,
  ringway,
}) => {
  const page = await profile.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(ringway.account('alice').link);
  await expect(page.getByRole('searchbox')).toBeVisible();
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state))
    .toBe('activated');
  const devtools = await profile.newCDPSession(page);
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  expect(installabilityErrors).toEqual([]);
  const { url, errors } = await devtools.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  expect(new URL(url).pathname).toBe('/en/manifest.webmanifest');
  expect(complaints).toEqual([]);
});

test('everything that the manifests and iOS name is there', async ({ page, ringway }) => {
  const home = `http://localhost:${ringway.port}`;
  const named = new Set<string>();
  for (const language of ['en', 'zh']) {
    const answer = await page.request.get(`${home}/manifest.webmanifest`, {
      headers: { 'accept-language': language },
    });
    expect(answer.headers()['content-type']).toContain('application/manifest+json');
    const manifest = manifestSchema.parse(await answer.json());
    expect(manifest.lang.startsWith(language)).toBe(true);
    for (const { src } of [...manifest.icons, ...manifest.screenshots]) named.add(src);
    for (const { url } of manifest.shortcuts) named.add(url);
    expect(manifest.shortcuts).not.toHaveLength(0);
    expect(manifest.icons.map(({ purpose }) => purpose)).toContain('maskable');
    const forms = new Set(manifest.screenshots.map((picture) => picture.form_factor));
    expect(forms).toEqual(new Set(['narrow', 'wide']));
  }
  await page.goto(`${home}/sign-in`);
  const links = page.locator('link[rel="apple-touch-startup-image"], link[rel="apple-touch-icon"]');
  for (const link of await links.all()) named.add((await link.getAttribute('href')) ?? '');
  expect(named.size).toBeGreaterThan(18);
  for (const path of named) {
    const answer = await page.request.get(new URL(path, home).href);
    expect([path, answer.status()]).toEqual([path, 200]);
  }
});
