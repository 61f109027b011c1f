import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createLazyCaptions } from '@/lib/web/captions/lazy-captions';
import { lineStaysMs } from '@/lib/web/captions/lines';
import type { CallView, RemoteView } from '@/lib/web/call/view';
import { createStore } from '@/lib/web/store';
import {
  fakeSpeech,
  fakeSpeechRecognition,
  removeFakeSpeech,
  type FakePacks,
} from '../../../support/speech-recognition';
import { aCall, connected } from '../a-call';
import { aRemote } from '../a-remote';
import { liveTrack, stubTracks } from '../fake-tracks';
import { memoryShelf } from '../memory-shelf';

beforeEach(() => {
  vi.useFakeTimers();
  stubTracks();
  vi.stubGlobal('document', { documentElement: { lang: 'en' } });
  vi.stubGlobal('navigator', { languages: ['en-GB'] });
});
afterEach(() => {
  removeFakeSpeech();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Somebody whose voice arrives. */
function voice(uuid: string, change: Partial<RemoteView> = {}): RemoteView {
  const stream = new MediaStream([liveTrack('audio')]);
  return aRemote(uuid, { stream, hasAudio: true, leg: 'flowing', ...change });
}

const speaking = { audioLevel: 0.5 };

/** A page in a call with these people, in a browser with these languages. */
function page(
  packs: FakePacks = { available: ['en-US', 'zh-CN'] },
  remotes: readonly RemoteView[] = [voice('Bob')],
  shelf = memoryShelf(),
) {
  fakeSpeechRecognition(packs);
  const calls = createStore<readonly CallView[]>([{ ...aCall('call', connected), remotes }]);
  const captions = createLazyCaptions(calls, shelf);
  const settle = () => vi.advanceTimersByTimeAsync(0);
  return {
    ...{ calls, captions, shelf, settle },
    show: (change: Partial<CallView>) =>
      calls.update((before) => before.map((call) => ({ ...call, ...change }))),
    on: async () => {
      await captions.setOn(true);
      await settle();
    },
    running: () => fakeSpeech().started.filter(({ state }) => state === 'running'),
    told: () =>
      captions.lines.get().map(({ name, text, final }) => `${name}: ${text}${final ? '.' : ' …'}`),
  };
}

const soundOf = (remote: RemoteView | undefined) => remote?.stream?.getAudioTracks()[0];

describe('captions', () => {
  it('listen to nobody before they are switched on', async () => {
    const { captions, settle } = page();
    captions.look();
    captions.takeUp();
    await vi.dynamicImportSettled();
    await settle();
    expect(captions.state.get()).toMatchObject({ support: 'here', phase: 'off' });
    expect(fakeSpeech().started).toHaveLength(0);
  });

  it('are what the others say, with their names, on the device alone', async () => {
    const bob = voice('Bob');
    const carol = voice('Carol');
    const { on, running, told, captions } = page(undefined, [bob, carol]);
    await on();
    expect(captions.state.get()).toMatchObject({ phase: 'on', problem: null });
    expect(running().map(({ track }) => track)).toEqual([soundOf(bob), soundOf(carol)]);
    expect(running().every(({ processLocally }) => processLocally)).toBe(true);
    const [ofBob, ofCarol] = running();
    ofBob?.hear('good', false);
    ofCarol?.hear('Hello', true);
    expect(told()).toEqual(['Bob: good …', 'Carol: Hello.']);
  });

  it('go after a while of silence', async () => {
    const { on, running, told } = page();
    await on();
    running()[0]?.hear('Good morning', true);
    await vi.advanceTimersByTimeAsync(lineStaysMs - 1);
    expect(told()).toEqual(['Bob: Good morning.']);
    await vi.advanceTimersByTimeAsync(1);
    expect(told()).toEqual([]);
  });

  it('follow the track that takes the place of another, as when a call grows', async () => {
    const bob = voice('Bob');
    const { on, running, told, show, settle } = page(undefined, [bob]);
    await on();
    running()[0]?.hear('and so', false);
    const moved = { ...bob, stream: new MediaStream([liveTrack('audio')]) };
    show({ remotes: [moved] });
    await settle();
    expect(running().map(({ track }) => track)).toEqual([soundOf(moved)]);
    running()[0]?.hear('we go on', false);
    expect(told()).toEqual(['Bob: and so.', 'Bob: we go on …']);
  });

  it('do not listen to whoever is muted, gone or on hold', async () => {
    const bob = voice('Bob');
    const { on, running, show, settle } = page(undefined, [bob]);
    await on();
    for (const change of [
      { remotes: [{ ...bob, muted: true }] },
      { remotes: [] },
      { remotes: [{ ...bob, state: { hold: true } }] },
      { held: true },
    ]) {
      show({ remotes: [bob], held: false });
      await settle();
      expect(running()).toHaveLength(1);
      show(change);
      expect(running()).toHaveLength(0);
    }
  });

  it('stop and are gone on hold, at the end, and when they are switched off', async () => {
    const { on, running, told, show, captions, settle } = page();
    const ended = {
      phase: { phase: 'ended', ending: { reason: 'ended', by: 'me', durationMs: 1 } },
    } as const;
    for (const [stop, back] of [
      [() => show({ held: true }), () => show({ held: false })],
      [() => show(ended), () => show({ phase: connected })],
      [() => void captions.setOn(false), () => undefined],
    ] as const) {
      await on();
      running()[0]?.hear('Good morning', true);
      expect(told()).toHaveLength(1);
      stop();
      await settle();
      expect(running()).toHaveLength(0);
      expect(told()).toEqual([]);
      await vi.advanceTimersByTimeAsync(30_000);
      expect(running()).toHaveLength(0);
      back();
    }
  });

  it('hear what a shared screen says, under the name of who shares it', async () => {
    const screen = new MediaStream([liveTrack('audio')]);
    const bob = voice('Bob', { muted: true, state: { screen: true }, screen });
    const { on, running, told } = page(undefined, [bob]);
    await on();
    expect(running()).toHaveLength(1);
    running()[0]?.hear('Welcome', true);
    expect(told()).toEqual(['Bob: Welcome.']);
  });

  it('of many are those of the few who speak', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const everybody = names.map((name) => voice(name));
    const { on, running, show, settle } = page(undefined, everybody);
    await on();
    expect(running()).toHaveLength(4);
    await vi.advanceTimersByTimeAsync(5_000);
    show({ remotes: everybody.map((one) => (one.uuid === 'f' ? { ...one, ...speaking } : one)) });
    await settle();
    expect(running()).toHaveLength(4);
    expect(running().map(({ track }) => track)).toContain(soundOf(everybody.at(-1)));
  });

  it('of a browser that hears one at a time are those of who speaks, and settle', async () => {
    const bob = voice('Bob');
    const carol = voice('Carol', speaking);
    const { on, show, running, captions } = page({ available: ['en-US'], oneAtATime: true }, [
      bob,
      carol,
    ]);
    await on();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(running().map(({ track }) => track)).toEqual([soundOf(carol)]);
    const before = fakeSpeech().started.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fakeSpeech().started).toHaveLength(before);
    show({
      remotes: [
        { ...bob, ...speaking },
        { ...carol, audioLevel: 0 },
      ],
    });
    await vi.advanceTimersByTimeAsync(2_000);
    show({
      remotes: [
        { ...bob, ...speaking, audioLevel: 0.6 },
        { ...carol, audioLevel: 0 },
      ],
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(running().map(({ track }) => track)).toEqual([soundOf(bob)]);
    expect(captions.state.get().problem).toBeNull();
  });

  it('say that they failed when the browser gives up', async () => {
    const { on, running, captions } = page();
    await on();
    running()[0]?.fail('service-not-allowed');
    expect(captions.state.get()).toMatchObject({ phase: 'off', problem: { kind: 'failed' } });
    await on();
    expect(captions.state.get()).toMatchObject({ phase: 'on', problem: null });
  });
});

describe('the language of captions', () => {
  it('is downloaded by the browser first, which is said, and listened for then', async () => {
    const { captions, settle, running } = page({ downloadable: ['en-US'] });
    const switched = captions.setOn(true);
    await vi.dynamicImportSettled();
    await settle();
    expect(captions.state.get()).toMatchObject({ phase: 'downloading', language: 'en-US' });
    expect(fakeSpeech().started).toHaveLength(0);
    fakeSpeech().finishDownload();
    await switched;
    await settle();
    expect(captions.state.get()).toMatchObject({ phase: 'on', wantsDownload: false });
    expect(running()).toHaveLength(1);
  });

  it('that was not downloaded is a problem in words, and can be tried again', async () => {
    const { captions } = page({ failing: ['en-US'] });
    await captions.setOn(true);
    expect(captions.state.get()).toMatchObject({
      phase: 'off',
      problem: { kind: 'not_downloaded' },
    });
    const first = captions.state.get().problem;
    await captions.setOn(true);
    expect(captions.state.get().problem).not.toBe(first);
    expect(fakeSpeech().installs).toEqual(['en-US', 'en-US']);
    expect(fakeSpeech().started).toHaveLength(0);
  });

  it('may come when nobody wants it any more', async () => {
    const { captions, settle } = page({ downloadable: ['en-US'] });
    const switched = captions.setOn(true);
    await vi.dynamicImportSettled();
    await settle();
    await captions.setOn(false);
    fakeSpeech().finishDownload();
    await switched;
    await settle();
    expect(captions.state.get().phase).toBe('off');
    expect(fakeSpeech().started).toHaveLength(0);
  });

  it('can be another, at once, and is remembered with the switch', async () => {
    const { captions, on, running, shelf, settle } = page();
    await on();
    await captions.setLanguage('zh-CN');
    await settle();
    expect(running().map(({ lang }) => lang)).toEqual(['zh-CN']);
    const later = page(undefined, undefined, shelf);
    later.captions.takeUp();
    await vi.dynamicImportSettled();
    await later.settle();
    expect(later.captions.state.get()).toMatchObject({ phase: 'on', language: 'zh-CN' });
    expect(later.running()).toHaveLength(1);
    await later.captions.setOn(false);
    const off = page(undefined, undefined, shelf);
    off.captions.takeUp();
    off.captions.look();
    await vi.dynamicImportSettled();
    await off.settle();
    expect(off.captions.state.get()).toMatchObject({ phase: 'off', language: 'zh-CN' });
  });

  it('that must be downloaded is not taken up without a tap', async () => {
    const { on, shelf } = page();
    await on();
    const later = page({ downloadable: ['en-US'] }, undefined, shelf);
    later.captions.takeUp();
    await vi.dynamicImportSettled();
    await later.settle();
    expect(later.captions.state.get()).toMatchObject({ phase: 'off', problem: null });
    expect(fakeSpeech().installs).toEqual([]);
  });

  it('that the browser lacks is a problem of the language alone', async () => {
    const { captions } = page({ available: ['de-DE'] });
    await captions.setOn(true);
    expect(captions.state.get()).toMatchObject({
      support: 'here',
      languages: ['de-DE'],
      phase: 'off',
      problem: { kind: 'no_language' },
    });
  });
});

describe('a browser that recognises nothing on the device', () => {
  it('has no captions, and says so', async () => {
    const { captions } = page({});
    await captions.setOn(true);
    expect(captions.state.get()).toMatchObject({ support: 'none', problem: { kind: 'not_here' } });
    expect(fakeSpeech().started).toHaveLength(0);
  });

  it('is known where it has no recogniser at all', async () => {
    const { captions } = page();
    removeFakeSpeech();
    await captions.setOn(true);
    expect(captions.state.get()).toMatchObject({ support: 'none', problem: { kind: 'not_here' } });
  });
});
