/** An app that shows pages in a web view of its own, by the name that it gives of itself. */
export interface HostApp {
  readonly name: HostAppName;
  /** Whether its web view hands an `intent:` address on Android to the system, and so to a browser. */
  readonly followsIntents: boolean;
}

/** The apps that are told apart; `other`: a web view of an app that gives no name. */
export type HostAppName = (typeof signs)[number]['name'] | 'other';

/** Whoever names themselves within another's name come first: WeCom is WeChat too, Messenger Facebook. */
const signs = [
  { name: 'wecom', sign: /\bwxwork\//i, followsIntents: false },
  { name: 'wechat', sign: /\bMicroMessenger\//i, followsIntents: false },
  // `MQQBrowser` alone is a browser; within QQ it stands beside `QQ/`.
  { name: 'qq', sign: /\bQQ\/\d/, followsIntents: false },
  { name: 'weibo', sign: /\bWeibo\b|__weibo__/i, followsIntents: false },
  { name: 'dingtalk', sign: /\bDingTalk\b/i, followsIntents: false },
  { name: 'feishu', sign: /\b(?:Feishu|Lark)\//, followsIntents: false },
  { name: 'alipay', sign: /\bAlipayClient\//, followsIntents: false },
  { name: 'douyin', sign: /\baweme_|\bNewsArticle\//i, followsIntents: false },
  { name: 'xiaohongshu', sign: /\bxhsdiscover\b|\bdiscover\/\d/i, followsIntents: false },
  { name: 'baidu', sign: /\bbaiduboxapp\//i, followsIntents: false },
  { name: 'tiktok', sign: /\bmusical_ly|\bBytedanceWebview\b|\bTikTok\b/i, followsIntents: false },
  {
    name: 'messenger',
    sign: /\bFBAN\/Messenger|\bMessengerLite|FB_IAB\/Orca/,
    followsIntents: true,
  },
  { name: 'instagram', sign: /\bInstagram\b/, followsIntents: true },
  { name: 'facebook', sign: /\bFBA[NV]\/|\bFB_IAB\//, followsIntents: true },
  { name: 'line', sign: /\bLine\/\d/, followsIntents: true },
  { name: 'kakaotalk', sign: /\bKAKAOTALK\b/i, followsIntents: true },
  { name: 'snapchat', sign: /\bSnapchat\b/, followsIntents: false },
  { name: 'linkedin', sign: /\bLinkedInApp\b/, followsIntents: true },
] as const;

/** The sign of any web view on Android (developer.chrome.com/docs/webview, User-Agent). */
const webViewSign = /\bAndroid\b.*; wv\)/;

/** The app whose web view has this user agent; null: a browser. */
export function hostAppOf(userAgent: string): HostApp | null {
  const known = signs.find(({ sign }) => sign.test(userAgent));
  if (known) return { name: known.name, followsIntents: known.followsIntents };
  return webViewSign.test(userAgent) ? { name: 'other', followsIntents: false } : null;
}

/** What a link needs so that an app's web view gives it to a browser. */
interface Leaving {
  readonly app: HostApp;
  readonly system: string;
  /** The whole address, its fragment included. */
  readonly href: string;
}

/** An address that leads out of an app's web view into a browser by one tap; null where none is known. */
export function wayOut({ app, system, href }: Leaving): string | null {
  const url = new URL(href);
  if (app.name === 'line') {
    // LINE's own word for it, on both systems (developers.line.biz, LINE URL scheme).
    url.searchParams.set('openExternalBrowser', '1');
    return url.href;
  }
  if (system !== 'android' || !app.followsIntents) return null;
  const scheme = url.protocol.replace(':', '');
  const rest = url.href.slice(url.protocol.length);
  // The last `#Intent` counts: a fragment before it is part of the address (android.content.Intent, parseUri).
  return `intent:${rest}#Intent;scheme=${scheme};action=android.intent.action.VIEW;category=android.intent.category.BROWSABLE;end`;
}
