import { readFileSync } from 'node:fs';
import { createFormatter } from 'use-intl';
import { describe, expect, it } from 'vitest';

import { readBrowserName } from '@/components/settings/browser-name';
import { hueOf, initialsOf } from '@/components/ui/initials';
import { writeSpan } from '@/components/ui/span';

describe('initials', () => {
  it.each([
    ['Bob Keller', 'BK'],
    ['Daniela Fernández de la Vega', 'DV'],
    ['alice', 'A'],
    ['王小明', '小明'],
    ['李娜', '李娜'],
    ['山田 浩', '田浩'],
    ['lena@example.com', 'L'],
    ['😀 Smile', '😀S'],
    ['Guest "Dora"', 'GD'],
    ['访客“小明”', '小明'],
    ['', '#'],
  ])('%j is %j', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});

describe('the colour of an address', () => {
  it('is the same however the address is written', () => {
    expect(hueOf(' Bob@Example.com')).toBe(hueOf('bob@example.com'));
  });

  it('uses all ten', () => {
    const hues = new Set(Array.from({ length: 200 }, (_, n) => hueOf(`person${n}@example.com`)));
    expect(hues.size).toBe(10);
  });
});

describe('how long something took', () => {
  it.each([
    ['en', 4, '4 ms'],
    ['en', 999, '999 ms'],
    ['en', 1_234, '1.2 sec'],
    ['zh', 4, '4毫秒'],
    ['zh', 2_000, '2秒'],
  ] as const)('in %s, %d ms: %s', (locale, ms, words) => {
    const format = createFormatter({ locale });
    expect(writeSpan(format, ms)).toBe(words);
  });
});

describe('the name of a browser', () => {
  it.each([
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
      { browser: 'Safari', system: 'iPhone' },
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0',
      { browser: 'Edge', system: 'Windows' },
    ],
    [
      'Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0',
      { browser: 'Firefox', system: 'Linux' },
    ],
    ['curl/8.5.0', null],
  ])('%s', (userAgent, name) => {
    expect(readBrowserName(userAgent)).toEqual(name);
  });
});

describe('tokens', () => {
  const css = readFileSync(new URL('../../../app/tokens.css', import.meta.url), 'utf8');
  const [light = '', dark = ''] = css.split("[data-theme='dark'] {");
  const colours = (part: string) =>
    new Map(
      [...part.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [
        name,
        value,
      ]),
    );
  const themes = { light: colours(light), dark: colours(dark) };

  it('have the same colours in both themes', () => {
    expect([...themes.dark.keys()].toSorted()).toEqual([...themes.light.keys()].toSorted());
  });

  const grounds = [
    'canvas',
    'side',
    'surface',
    'surface-raised',
    'fill',
    'fill-hover',
    'fill-pressed',
  ];
  const pairs = [
    ...[
      'text',
      'text-soft',
      'text-faint',
      'accent-text',
      'end-text',
      'answer-text',
      'warn-text',
    ].flatMap((text) => grounds.map((ground) => [text, ground] as const)),
    ['accent-text', 'accent-soft'],
    ['answer-text', 'answer-soft'],
    ['end-text', 'end-soft'],
    ['warn-text', 'warn-soft'],
    ['on-accent', 'accent'],
    ['on-accent', 'accent-hover'],
    ['on-answer', 'answer'],
    ['on-answer', 'answer-hover'],
    ['on-end', 'end'],
    ['on-end', 'end-hover'],
  ] as const;

  it.each(['light', 'dark'] as const)('can be read (WCAG AA, 4.5 to 1): %s', (theme) => {
    const colour = (name: string) => themes[theme].get(name) ?? '';
    const poor = pairs.filter(([text, ground]) => contrast(colour(text), colour(ground)) < 4.5);
    expect(poor).toEqual([]);
  });
});

/** Contrast of two colours `#rrggbb` (WCAG 2.2, relative luminance). */
function contrast(one: string, other: string): number {
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
