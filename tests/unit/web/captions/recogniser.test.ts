import { afterEach, describe, expect, it, vi } from 'vitest';

import { firstLanguage, readCaptionChoice } from '@/lib/web/captions/choice';
import { localRecognitionOf } from '@/lib/web/captions/recogniser';
import { fakeSpeechRecognition, removeFakeSpeech } from '../../../support/speech-recognition';

afterEach(() => {
  removeFakeSpeech();
});

describe('a recogniser', () => {
  it('is found by either of its names', () => {
    fakeSpeechRecognition({});
    const here: unknown = Reflect.get(globalThis, 'SpeechRecognition');
    expect(localRecognitionOf({ SpeechRecognition: here })).not.toBeNull();
    expect(localRecognitionOf({ webkitSpeechRecognition: here })).not.toBeNull();
  });

  it('that cannot be bound to the device is none', () => {
    class Remote {
      start = vi.fn();
    }
    class Asked extends Remote {
      static available = () => Promise.resolve('available');
      static install = () => Promise.resolve(true);
    }
    for (const found of [undefined, null, Remote, Asked, {}]) {
      expect(localRecognitionOf({ SpeechRecognition: found })).toBeNull();
    }
  });

  it('that does not keep to the device is never handed out', () => {
    class Forgetful {
      static available = () => Promise.resolve('available');
      static install = () => Promise.resolve(true);
      get processLocally() {
        return false;
      }
      set processLocally(_local: boolean) {
        // As a browser would that sends speech elsewhere all the same.
      }
    }
    expect(() => localRecognitionOf({ SpeechRecognition: Forgetful })?.make('en-US')).toThrow();
  });

  it('is asked of the device alone, and what it does not say is not there', async () => {
    const available = vi.fn<(options: object) => Promise<string>>();
    class Odd {
      static available = available;
      static install = () => Promise.reject(new Error('No tap.'));
      processLocally = false;
    }
    Object.assign(Odd.prototype, { processLocally: false });
    const recognition = localRecognitionOf({ SpeechRecognition: Odd });
    available.mockResolvedValueOnce('perhaps');
    expect(await recognition?.packOf('de-DE')).toBe('unavailable');
    available.mockRejectedValueOnce(new Error('Not now.'));
    expect(await recognition?.packOf('de-DE')).toBe('unavailable');
    expect(available).toHaveBeenCalledWith({ langs: ['de-DE'], processLocally: true });
    expect(await recognition?.download('de-DE')).toBe(false);
  });
});

describe('the language of captions', () => {
  it.each([
    ['en', ['en-GB', 'de'], 'en-US'],
    ['zh', ['en-US'], 'zh-CN'],
    ['zh', ['en-US', 'zh-TW', 'zh-CN'], 'zh-TW'],
    ['zh-Hans', [], 'zh-CN'],
    ['', ['fr-FR'], 'en-US'],
  ])('of a page in %j with %j is %s', (page, preferred, language) => {
    expect(firstLanguage(page, preferred)).toBe(language);
  });

  it.each([
    [null, { on: false, language: null }],
    ['{"on":true,"language":"de-DE"}', { on: true, language: 'de-DE' }],
    ['{"on":true,"language":"xx"}', { on: true, language: null }],
    ['[', { on: false, language: null }],
    ['7', { on: false, language: null }],
  ])('is read from %j', (text, choice) => {
    expect(readCaptionChoice(text)).toEqual(choice);
  });
});
