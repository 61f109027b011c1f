import { describe, expect, it } from 'vitest';

import { captionNote, languageName } from '@/components/call/caption-words';
import { captionLanguages, type CaptionsView } from '@/lib/web/captions/view';

const here: CaptionsView = {
  support: 'here',
  languages: ['en-US'],
  language: 'en-US',
  wantsDownload: false,
  phase: 'off',
  problem: null,
};

describe('what stands below the switch of captions', () => {
  it.each<[Partial<CaptionsView>, string]>([
    [{ support: 'unknown' }, 'asking'],
    [{ support: 'none' }, 'none'],
    [{}, 'private'],
    [{ wantsDownload: true }, 'download'],
    [{ wantsDownload: true, phase: 'downloading' }, 'downloading'],
    [{ phase: 'on' }, 'private'],
  ])('of %j is the note %s', (change, note) => {
    expect(captionNote({ ...here, ...change })).toBe(note);
  });
});

describe('a language', () => {
  it('has its own name, whatever the page speaks', () => {
    expect(languageName('en-US')).toBe('English (United States)');
    expect(languageName('zh-TW')).toMatch(/^中文/);
    const names = captionLanguages.map(languageName);
    expect(new Set(names).size).toBe(captionLanguages.length);
    expect(names.filter((name, index) => name === captionLanguages[index])).toEqual([]);
  });

  it('without a name is its tag', () => {
    expect(languageName('not a tag')).toBe('not a tag');
  });
});
