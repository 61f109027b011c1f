import { hostAppOf } from './host-app';

/** What matters of the browser that this page runs in; everything that is read from a name is read here. */
export interface Browser {
  /** For the list of devices: "Chrome, Linux". */
  readonly name: string;
  readonly system: 'ios' | 'android' | 'macos' | 'windows' | 'linux' | 'other';
  readonly family: 'safari' | 'chrome' | 'edge' | 'firefox' | 'other';
  /** A browser inside WeChat or another app, without usable WebRTC. */
  readonly inApp: boolean;
  /** Runs as an installed app. */
  readonly installed: boolean;
}

/** What a browser is told apart by. */
export interface BrowserTraits {
  readonly userAgent: string;
  readonly touchPoints: number;
  readonly standalone: boolean;
}

/** The browser of this page. */
export function thisBrowser(): Browser {
  return recogniseBrowser({
    userAgent: navigator.userAgent,
    touchPoints: navigator.maxTouchPoints,
    standalone: matchMedia('(display-mode: standalone)').matches,
  });
}

/** Recognises a browser by its traits. */
export function recogniseBrowser({ userAgent, touchPoints, standalone }: BrowserTraits): Browser {
  const system = systemOf(userAgent, touchPoints);
  const family = familyOf(userAgent);
  return {
    name: `${familyNames[family]}, ${systemNames[system]}`,
    system,
    family,
    inApp: hostAppOf(userAgent) !== null,
    installed: standalone,
  };
}

/** An installed web app on iOS loses its microphone as soon as it is hidden; a Safari tab does not. */
export function losesCaptureWhenHidden(browser: Browser): boolean {
  return browser.system === 'ios' && browser.installed;
}

const familyNames = {
  safari: 'Safari',
  chrome: 'Chrome',
  edge: 'Edge',
  firefox: 'Firefox',
  other: 'Browser',
} as const;

const systemNames = {
  ios: 'iOS',
  android: 'Android',
  macos: 'macOS',
  windows: 'Windows',
  linux: 'Linux',
  other: 'web',
} as const;

function systemOf(userAgent: string, touchPoints: number): Browser['system'] {
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'ios';
  // An iPad asks for desktop pages with the name of a Mac; no Mac has a touch screen.
  if (userAgent.includes('Macintosh')) return touchPoints > 1 ? 'ios' : 'macos';
  if (userAgent.includes('Android')) return 'android';
  if (userAgent.includes('Windows')) return 'windows';
  return userAgent.includes('Linux') ? 'linux' : 'other';
}

function familyOf(userAgent: string): Browser['family'] {
  if (/Edg[A-Z]*\//.test(userAgent)) return 'edge';
  if (/Firefox\/|FxiOS\//.test(userAgent)) return 'firefox';
  if (/Chrome\/|CriOS\/|Chromium\//.test(userAgent)) return 'chrome';
  return userAgent.includes('Safari/') ? 'safari' : 'other';
}
