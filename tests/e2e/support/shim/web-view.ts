import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { Phone, WebViews } from '@/tests/support/shim/phone';
import { watchConnections } from '../media';
import { phone as size } from '../people';

/** How a WKWebView of an iPhone names itself: no "Safari", no version. */
const webViewAgent =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148';
const safariAgent =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';

/** How the phone's web views may be. */
export interface WebViewManner {
  readonly locale?: 'en-GB' | 'zh-CN';
}

/** The app's web view and the phone's browser: two storages, as on the phone. */
export interface PhoneBrowsers extends WebViews {
  /** The page of the app's web view; there since the app was opened first. */
  readonly page: () => Page;
  /** The page that the phone's browser shows; waits until there is one. */
  safari(): Promise<Page>;
  readonly webView: BrowserContext;
  /** The web view's process ends; the app is told. */
  crash(): Promise<void>;
  /** The same, with what WKWebView keeps of the page for its next load (sessionStorage). */
  reload(): Promise<void>;
  /** Neither the app's requests nor its pages get through. */
  loseNetwork(): Promise<void>;
  findNetwork(): Promise<void>;
  end(): Promise<void>;
}

/** Makes both, with the bridge injected into the web view, and shows them on the phone. */
export async function startPhoneBrowsers(
  browser: Browser,
  phone: Phone,
  manner: WebViewManner = {},
): Promise<PhoneBrowsers> {
  const common = {
    viewport: size,
    isMobile: true,
    hasTouch: true,
    locale: manner.locale ?? 'en-GB',
    ignoreHTTPSErrors: true,
  };
  const webView = await browser.newContext({ ...common, userAgent: webViewAgent });
  const tabs = await browser.newContext({ ...common, userAgent: safariAgent });
  for (const context of [webView, tabs]) await watchConnections(context);
  await webView.exposeBinding('ringwayPost', ({ frame, page }, body: string) =>
    phone.happens({
      pageMessage: {
        origin: new URL(frame.url()).origin,
        isMainFrame: frame === page.mainFrame(),
        body,
      },
    }),
  );
  await webView.addInitScript(injectBridge);
  let shown: Page | undefined;
  let page = await webView.newPage();
  let opened: (page: Page) => void = () => undefined;
  const tab = new Promise<Page>((resolve) => (opened = resolve));
  const setNetwork = async (isThere: boolean): Promise<void> => {
    phone.offline = !isThere;
    await webView.setOffline(!isThere);
  };
  /** The page is gone, with all that it had in memory; a blank one stands in its place. */
  const renew = async (): Promise<void> => {
    shown = undefined;
    const gone = page;
    page = await webView.newPage();
    await gone.close();
  };
  const browsers: PhoneBrowsers = {
    webView,
    page: () => page,
    safari: () => tab,
    open: async (url) => {
      shown = page;
      return loads(page, url);
    },
    tell: async (message) => {
      await shown?.evaluate((text) => {
        const bridge: unknown = Reflect.get(window, 'ringwayShim');
        if (typeof bridge !== 'object' || bridge === null) throw new Error('No page listens.');
        const receive: unknown = Reflect.get(bridge, 'receive');
        if (typeof receive === 'function') Reflect.apply(receive, bridge, [text]);
      }, message);
    },
    browse: async (url) => {
      const page = await tabs.newPage();
      await page.goto(url);
      opened(page);
    },
    close: renew,
    crash: async () => {
      await renew();
      await phone.happens({ webProcessEnded: {} });
    },
    reload: async () => {
      await page.goto('about:blank');
      await phone.happens({ webProcessEnded: {} });
    },
    loseNetwork: () => setNetwork(false),
    findNetwork: () => setNetwork(true),
    end: async () => {
      await webView.close();
      await tabs.close();
    },
  };
  phone.show(browsers);
  return browsers;
}

/** Whether an address loads; a newer one that replaces it counts as that. */
async function loads(page: Page, url: string): Promise<boolean> {
  try {
    await page.goto(url, { waitUntil: 'commit' });
    return true;
  } catch (error) {
    return /interrupted by another navigation|ERR_ABORTED|been closed/.test(String(error));
  }
}

/** Runs in the page, before anything of its own: what WKWebView gives it. */
function injectBridge(): void {
  const post = (body: string): void => {
    const send: unknown = Reflect.get(window, 'ringwayPost');
    if (typeof send === 'function') Reflect.apply(send, window, [body]);
  };
  Object.defineProperty(window, 'webkit', {
    value: { messageHandlers: { ringway: { postMessage: post } } },
  });
}
