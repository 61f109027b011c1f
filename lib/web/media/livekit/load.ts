import type { Browser } from '../../browser';
import type { LiveKitParts, LiveKitSession } from './engine';

/** What a page needs of LiveKit, of which it loads nothing before a call wants it. */
export interface LiveKitLoader {
  /** Loads its code and opens the way to its server: nothing of the person goes there (call-rules.md, Consent). */
  readonly prepare: () => void;
  readonly open: (parts: Omit<LiveKitParts, 'profile' | 'videoCodec'>) => Promise<LiveKitSession>;
}

/** Makes the loader; `url`: where LiveKit is, null while that is not known or there is none. */
export function createLiveKitLoader(
  browser: Pick<Browser, 'system' | 'family'>,
  url: () => Promise<string | null>,
): LiveKitLoader {
  // H.264 where it is encoded in hardware (all that Apple makes), as in a leg.
  const isApple = browser.system === 'ios' || browser.family === 'safari';
  const load = () => import('./engine');
  return {
    prepare() {
      void url().then(async (where) => {
        if (where === null) return;
        const warmed = fetch(where.replace(/^ws/, 'http'), { method: 'HEAD', mode: 'no-cors' });
        await Promise.all([load(), warmed]);
      }, noMatter);
    },
    async open(parts) {
      const { createLiveKitSession } = await load();
      return createLiveKitSession({
        ...parts,
        profile: '480p',
        videoCodec: isApple ? 'h264' : 'vp8',
      });
    },
  };
}

/** What could not be prepared is done when it is wanted. */
const noMatter = (): void => undefined;
