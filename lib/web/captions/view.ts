import type { Store } from '../store';

/**
 * The languages that a browser may recognise on the device, as BCP 47 tags: those of Chrome (WICG speech-api,
 * explainer of on-device recognition). Each browser is asked which of them it has.
 */
export const captionLanguages = [
  'en-US',
  'zh-CN',
  'zh-TW',
  'de-DE',
  'es-ES',
  'fr-FR',
  'hi-IN',
  'id-ID',
  'it-IT',
  'ja-JP',
  'ko-KR',
  'pl-PL',
  'pt-BR',
  'ru-RU',
  'th-TH',
  'tr-TR',
  'vi-VN',
] as const;

/** One of {@link captionLanguages}. */
export type CaptionLanguage = (typeof captionLanguages)[number];

/**
 * Why there are no captions. `not_here`: the browser recognises no speech on the device; `no_language`: not the
 * chosen one; `not_downloaded`: it did not fetch the language; `failed`: it stopped again and again; `not_loaded`: our
 * own code did not come.
 */
export type CaptionsProblem =
  'not_here' | 'no_language' | 'not_downloaded' | 'failed' | 'not_loaded';

/** Captions of what arrives, made on this device alone. */
export interface CaptionsView {
  /** Whether the browser recognises speech on the device; `unknown`: it was not asked yet. */
  readonly support: 'unknown' | 'none' | 'here';
  /** What it recognises, or would once it is downloaded. */
  readonly languages: readonly CaptionLanguage[];
  readonly language: CaptionLanguage;
  /** The browser must download the chosen language first. */
  readonly wantsDownload: boolean;
  readonly phase: 'off' | 'downloading' | 'on';
  /** Another object each time that something goes wrong. */
  readonly problem: { readonly kind: CaptionsProblem } | null;
}

/** What somebody said; `id` stays the same from its first word on. */
export interface CaptionLine {
  readonly id: number;
  /** Whose sound it was. */
  readonly source: string;
  readonly name: string;
  readonly text: string;
  /** Nothing of it changes any more. */
  readonly final: boolean;
  /** When it last changed, ms since 1970. */
  readonly at: number;
}

/** Captions and how to switch them. */
export interface CaptionsClient {
  readonly state: Store<CaptionsView>;
  /** What is to be read now, the newest last. */
  readonly lines: Store<readonly CaptionLine[]>;
  /** Asks the browser what it can, and loads what captions take. */
  readonly look: () => void;
  /** Switches them on as they were in the last call, where nothing must be downloaded for it. */
  readonly takeUp: () => void;
  /** Inside a tap or a key: a browser downloads a language for nobody else. */
  readonly setOn: (on: boolean) => Promise<void>;
  /** Remembered by the profile; inside a tap, as {@link CaptionsClient.setOn}. */
  readonly setLanguage: (language: CaptionLanguage) => Promise<void>;
}
