import { describe, expect, it } from 'vitest';
import { hostAppOf, wayOut, type HostAppName } from '@/lib/web/host-app';

const iPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const android = 'Mozilla/5.0 (Linux; Android 14; 23127PN0CC Build/UKQ1.230804.001; wv)';
const webView = 'AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.6478.188 Mobile';

const within: readonly (readonly [HostAppName, string])[] = [
  [
    'wechat',
    `${iPhone} Mobile/15E148 MicroMessenger/8.0.50(0x18003230) NetType/WIFI Language/zh_CN`,
  ],
  [
    'wechat',
    `${android} ${webView} XWEB/1260117 MMWEBSDK/20240501 Safari/537.36 MMWEBID/2308 MicroMessenger/8.0.50.2701(0x2800325B) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64`,
  ],
  [
    'wechat',
    'Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Safari/537.36 NetType/WIFI MicroMessenger/7.0.20.1781(0x6700143B) WindowsWechat(0x63090b19)',
  ],
  [
    'wecom',
    `${iPhone} Mobile/15E148 wxwork/4.1.22 MicroMessenger/7.0.1 Language/zh ColorScheme/Light`,
  ],
  [
    'qq',
    `${iPhone} Mobile/15E148 QQ/9.0.60.604 V1_IPH_SQ_9.0.60_1_APP_A Pixel/1170 MiniAppEnable SimpleUISwitch/0 StudyMode/0`,
  ],
  [
    'qq',
    `${android} ${webView} Safari/537.36 V1_AND_SQ_9.0.60_6478_YYB_D QQ/9.0.60.17095 NetType/WIFI WebP/0.3.0`,
  ],
  ['weibo', `${iPhone} Mobile/15E148 Weibo (iPhone15,2__weibo__14.6.0__iphone__os17.5.1)`],
  [
    'dingtalk',
    `${iPhone} Mobile/15E148 AliApp(DingTalk/7.5.30) com.laiwang.DingTalk/36190623 Channel/201200 language/zh-Hans-CN`,
  ],
  ['feishu', `${android} ${webView} Safari/537.36 Lark/7.18.5 LarkLocale/zh_CN ChannelName/Feishu`],
  [
    'alipay',
    `${iPhone} Mobile/15E148 NebulaSDK/1.8.100112 Nebula AlipayDefined(nt:WIFI,ws:390|780|3.0) AliApp(AP/10.6.0.6000) AlipayClient/10.6.0.6000 Language/zh-Hans`,
  ],
  ['douyin', `${iPhone} Mobile/15E148 aweme_30.4.0 JsSdk/2.0 NetType/WIFI Channel/App Store`],
  ['xiaohongshu', `${iPhone} Mobile/15E148 discover/8.40 XhsDiscover NetType/WiFi xhsdiscover`],
  ['baidu', `${android} ${webView} Safari/537.36 T7/13.58 SP-engine/3.10.0 baiduboxapp/13.58.0.10`],
  [
    'instagram',
    `${iPhone} Mobile/15E148 Instagram 336.0.0.23.90 (iPhone14,5; iOS 17_5_1; en_US; en; scale=3.00; 1170x2532; 608689137)`,
  ],
  [
    'facebook',
    `${iPhone} Mobile/15E148 [FBAN/FBIOS;FBAV/467.1.0.41.104;FBBV/604162393;FBDV/iPhone14,5;FBMD/iPhone;FBSN/iOS;FBSV/17.5.1;FBSS/3;FBLC/en_US;FBOP/5]`,
  ],
  ['facebook', `${android} ${webView} Safari/537.36 [FB_IAB/FB4A;FBAV/467.0.0.54.77;IABMV/1;]`],
  [
    'messenger',
    `${iPhone} Mobile/15E148 [FBAN/MessengerForiOS;FBAV/462.0.0.30.108;FBDV/iPhone14,5;FBLC/en_US]`,
  ],
  ['line', `${iPhone} Mobile/15E148 Safari Line/14.9.1`],
  ['kakaotalk', `${iPhone} Mobile/15E148 KAKAOTALK 10.8.5`],
  ['other', `${android} ${webView} Safari/537.36`],
];

const browsers = [
  `${iPhone} Version/17.5 Mobile/15E148 Safari/604.1`,
  `${iPhone} CriOS/126.0.6478.153 Mobile/15E148 Safari/604.1`,
  `${iPhone} FxiOS/127.0 Mobile/15E148 Safari/605.1.15`,
  // The web app on the home screen of an iPhone, and the web view of the product's own app.
  `${iPhone} Mobile/15E148`,
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Linux; U; Android 14; zh-cn; 23127PN0CC) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/109.0.5414.86 MQQBrowser/15.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0',
  'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
];

describe('The app that shows a page', () => {
  it.each(within)('is known: %s by %s', (name, userAgent) => {
    expect(hostAppOf(userAgent)?.name).toBe(name);
  });

  it.each(browsers)('is none in a browser: %s', (userAgent) => {
    expect(hostAppOf(userAgent)).toBeNull();
  });
});

describe('The way out of an app by one tap', () => {
  const href = 'https://ring.example:8443/call#to=weekly%40example.com';
  const appNamed = (wanted: HostAppName) => {
    const found = within.find(([name]) => name === wanted);
    const app = hostAppOf(found?.[1] ?? '');
    if (!app) throw new Error(`${wanted} is no app.`);
    return app;
  };

  it('keeps the fragment in an intent of Android', () => {
    expect(wayOut({ app: appNamed('facebook'), system: 'android', href })).toBe(
      'intent://ring.example:8443/call#to=weekly%40example.com#Intent;scheme=https;action=android.intent.action.VIEW;category=android.intent.category.BROWSABLE;end',
    );
  });

  it('is LINE’s own parameter there, on both systems', () => {
    const line = 'https://ring.example:8443/call?openExternalBrowser=1#to=weekly%40example.com';
    expect(wayOut({ app: appNamed('line'), system: 'ios', href })).toBe(line);
    expect(wayOut({ app: appNamed('line'), system: 'android', href })).toBe(line);
  });

  it.each([
    ['wechat', 'android'],
    ['other', 'android'],
    ['instagram', 'ios'],
  ] as const)('is not promised where it leads nowhere: %s on %s', (name, system) => {
    expect(wayOut({ app: appNamed(name), system, href })).toBeNull();
  });
});
