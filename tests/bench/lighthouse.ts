import lighthouse from 'lighthouse';
import puppeteer, { type Browser } from 'puppeteer-core';
import { findChromium } from '@/scripts/chromium.mjs';
import { startRingway } from '../e2e/support/server';
import { atLeast, percentile, type Figure } from './figure';

/** How often each page is looked at: a busy machine makes a single look worse than it is. */
const looks = 3;

const categories = {
  performance: 'performance',
  accessibility: 'accessibility',
  'best-practices': 'best practices',
} as const;

type Category = keyof typeof categories;

/** What Lighthouse says of the exported pages on a phone in the middle of the field: 0 to 100, the median. */
export async function lighthouseFigures(say: (line: string) => void): Promise<readonly Figure[]> {
  const ringway = await startRingway();
  try {
    const figures: Figure[] = [];
    for (const page of ['sign-in', 'home'] as const) {
      const scores: Record<Category, number[]> = {
        performance: [],
        accessibility: [],
        'best-practices': [],
      };
      for (let look = 1; look <= looks; look += 1) {
        say(`lighthouse, ${page}, ${look} of ${looks}`);
        const seen = await lookAt(
          ringway.port,
          page === 'home' ? ringway.account('alice').link : null,
        );
        for (const category of categoryNames) scores[category].push(seen[category]);
      }
      for (const category of categoryNames) {
        const name = `lighthouse ${categories[category]}, ${page}`;
        figures.push(atLeast(name, percentile(scores[category], 0.5), 'of 100', 95));
      }
    }
    return figures;
  } finally {
    await ringway.stop();
  }
}

const categoryNames: readonly Category[] = ['performance', 'accessibility', 'best-practices'];

/** Looks once, with a browser of its own; by a link that signs in first where one is given. */
async function lookAt(port: number, link: string | null): Promise<Record<Category, number>> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('Chromium is missing: set CHROMIUM_PATH.');
  const browser = await puppeteer.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    if (link !== null) await signIn(browser, link);
    const result = await lighthouse(`http://localhost:${port}/${link === null ? 'sign-in' : ''}`, {
      port: Number(new URL(browser.wsEndpoint()).port),
      onlyCategories: [...categoryNames],
      // The session is in the profile.
      disableStorageReset: link !== null,
      logLevel: 'silent',
      output: 'json',
    });
    if (!result) throw new Error('Lighthouse gave no result.');
    const { lhr } = result;
    if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
    const score = (category: Category) => (lhr.categories[category]?.score ?? NaN) * 100;
    return {
      performance: score('performance'),
      accessibility: score('accessibility'),
      'best-practices': score('best-practices'),
    };
  } finally {
    await browser.close();
  }
}

async function signIn(browser: Browser, link: string): Promise<void> {
  const page = await browser.newPage();
  await page.goto(link);
  await page.waitForSelector('input[type=search]');
  await page.close();
}
