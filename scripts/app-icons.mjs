// node scripts/app-icons.mjs: draws the icons and the first pictures of the installed app, and those of the iPhone app,
// from app/icon.svg.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { findChromium } from './chromium.mjs';
import { giveUp, root, say } from './project.mjs';

const brand = '#4350d1';

/**
 * @typedef {{ file: string, width: number, height: number, html: string, transparent: boolean }} Picture
 */

/** @type {readonly { width: number, height: number, ratio: number }[]} points, and pixels a point */
const splashScreens = JSON.parse(await readFile(join(root, 'app/splash-screens.json'), 'utf8'));
const svg = await readFile(join(root, 'app/icon.svg'), 'utf8');
const tile =
  /<rect[^>]*\/>/.exec(svg)?.[0] ?? giveUp('app/icon.svg has no tile to draw the icons on.');
/** The mark without its tile. */
const mark = svg.replace(tile, '');

/** @type {Picture[]} */
const pictures = [
  icon('icon-192', 192, svg),
  icon('icon-512', 512, svg),
  // A launcher cuts its own shape out of it: the tile fills the square, the mark stays in the middle.
  icon('maskable-512', 512, mark, { background: brand }),
  // Colour comes from the system: the shape alone counts.
  icon('monochrome-512', 512, mark),
  icon('badge-96', 96, mark, { share: 1.5 }),
  // The system cuts the corners, and wants no transparency.
  {
    ...icon('icon-1024', 1024, mark, { background: brand }),
    file: assets('AppIcon.appiconset/icon-1024'),
  },
  // A template: its shape alone counts.
  { ...icon('call-120', 120, mark, { share: 1.3 }), file: assets('CallIcon.imageset/call-120') },
  { ...icon('mark-480', 480, mark), file: assets('LaunchMark.imageset/mark-480') },
  // What a link to the product shows in a chat (scripts/previews.mjs names its size): no words, for every language.
  preview(1200, 630),
  ...splashScreens.map(({ width, height, ratio }) => splash(width * ratio, height * ratio)),
];

/** @param {string} name */
function assets(name) {
  return `native-shim/App/Resources/Assets.xcassets/${name}.png`;
}

/**
 * @param {string} name
 * @param {number} size
 * @param {string} drawing
 * @param {{ background?: string, share?: number }} [look] `share`: how much larger the drawing is than its box
 * @returns {Picture}
 */
function icon(name, size, drawing, { background = 'transparent', share = 1 } = {}) {
  return {
    file: `public/icons/${name}.png`,
    width: size,
    height: size,
    html: page(drawing, size * share, background),
    transparent: background === 'transparent',
  };
}

/**
 * @param {number} width
 * @param {number} height
 * @returns {Picture}
 */
function splash(width, height) {
  return {
    file: `public/splash/${width}x${height}.png`,
    width,
    height,
    html: page(mark, Math.min(width, height) / 2.4, brand),
    transparent: false,
  };
}

/**
 * @param {number} width
 * @param {number} height
 * @returns {Picture}
 */
function preview(width, height) {
  const name = `<span style="margin-left:36px;font:700 136px/1 'Helvetica Neue','Liberation Sans',sans-serif;letter-spacing:-5px;color:#fff">Ringway</span>`;
  const drawing = page(mark, 240, brand).replace('</svg>', `</svg>${name}`);
  return {
    file: 'public/preview.png',
    width,
    height,
    html: drawing,
    transparent: false,
  };
}

/**
 * @param {string} drawing
 * @param {number} size
 * @param {string} background
 */
function page(drawing, size, background) {
  const sized = drawing.replace(
    '<svg ',
    `<svg width="${size}" height="${size}" style="flex:none" `,
  );
  return `<body style="margin:0;height:100vh;display:flex;align-items:center;justify-content:center;overflow:hidden;background:${background}">${sized}</body>`;
}

const executablePath =
  findChromium() ?? giveUp('Chromium is missing: install it, or set CHROMIUM_PATH.');
const { default: puppeteer } = await import('puppeteer-core');
const browser = await puppeteer.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const drawn = await browser.newPage();
  for (const { file, width, height, html, transparent } of pictures) {
    await drawn.setViewport({ width, height, deviceScaleFactor: 1 });
    await drawn.setContent(html);
    const picture = await drawn.screenshot({
      omitBackground: transparent,
      optimizeForSpeed: false,
    });
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), picture);
  }
} finally {
  await browser.close();
}
say(
  `Drawn: ${pictures.length} pictures in public, public/icons, public/splash and native-shim/App/Resources.`,
);
