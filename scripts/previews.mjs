// What a link to a page shows in a chat or a search: tags of Open Graph (ogp.me) and of Twitter's cards.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { filesOf } from './stamp.mjs';

/**
 * Stands in the tags for the origin, which only the server knows: crawlers want whole addresses
 * (lib/server/http/previews.ts fills it in).
 */
export const originMark = 'https://origin.invalid';

const image = { path: '/preview.png', width: 1200, height: 630 };

/** The languages of Open Graph by those of the pages. */
const locales = { en: 'en_GB', zh: 'zh_CN' };

/**
 * The tags of a page, made of its own title and description; none for a page without a description.
 * @param {string} page below the export: `en/call.html`
 * @param {string} html
 * @returns {string}
 */
export function previewOf(page, html) {
  const title = /<title>([^<]*)<\/title>/.exec(html)?.[1];
  const description = /<meta name="description" content="([^"]*)"/.exec(html)?.[1];
  const [, language, name = ''] = /^(en|zh)(?:\/(.*))?\.html$/.exec(page) ?? [];
  if (!title || !description || (language !== 'en' && language !== 'zh')) return '';
  const other = language === 'en' ? 'zh' : 'en';
  const properties = {
    'og:type': 'website',
    'og:site_name': 'Ringway',
    'og:title': title,
    'og:description': description,
    'og:url': `${originMark}/${name}`,
    'og:image': `${originMark}${image.path}`,
    'og:image:width': image.width,
    'og:image:height': image.height,
    'og:image:alt': 'Ringway',
    'og:locale': locales[language],
    'og:locale:alternate': locales[other],
  };
  const card = {
    'twitter:card': 'summary_large_image',
    'twitter:title': title,
    'twitter:description': description,
    'twitter:image': `${originMark}${image.path}`,
  };
  return [...tags('property', properties), ...tags('name', card)].join('');
}

/**
 * @param {string} attribute
 * @param {Record<string, string | number>} contents what comes from a page is escaped already
 */
function tags(attribute, contents) {
  return Object.entries(contents).map(
    ([name, content]) => `<meta ${attribute}="${name}" content="${content}"/>`,
  );
}

/**
 * Writes the tags into every exported page that has a description.
 * @param {string} folder of the export
 */
export async function addPreviews(folder) {
  for (const page of filesOf(folder, '.').filter((file) => file.endsWith('.html'))) {
    const html = await readFile(join(folder, page), 'utf8');
    const preview = previewOf(page, html);
    if (preview)
      await writeFile(
        join(folder, page),
        html.replace('</head>', () => `${preview}</head>`),
      );
  }
}
