import '../tokens.css';
import '../base.css';

import type { Metadata, Viewport } from 'next';
import { notFound } from 'next/navigation';

import { Intlized } from '@/components/i18n/intl';
import { htmlLanguages, readLanguage } from '@/components/i18n/language';
import type { LanguageLayoutProps } from '@/components/i18n/language-page';
import { chinese } from '@/components/i18n/messages/zh';
import { english } from '@/components/i18n/messages/en';
import { pickMessages } from '@/components/i18n/pick';
import { DemoNotice } from '@/components/shell/demo-notice';
import { firstPaintScript } from '@/components/shell/first-paint';
import { TooOld } from '@/components/shell/too-old';
import { tooOldScript } from '@/components/shell/too-old-script';
import { ShimPage } from '@/components/shim/shim-page';
import { NoticesView } from '@/components/ui/notices-view';
import { languages } from '@/lib/platform/languages';
import splashScreens from '../splash-screens.json';

// Pages are exported as <lang>/<page>.html and answered at /<page>: the path that a person sees has
// no language. Next's router takes its tree from the page it was given, fetches /<page>.txt and
// /<page>/__next.*.txt for the next one, and keeps this layout mounted: a call lives through it.
export const dynamicParams = false;

export function generateStaticParams() {
  return languages.map((lang) => ({ lang }));
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  interactiveWidget: 'resizes-content',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f4f4f7' },
    { media: '(prefers-color-scheme: dark)', color: '#0c0c11' },
  ],
};

export async function generateMetadata({ params }: LanguageLayoutProps): Promise<Metadata> {
  const { lang } = await params;
  return {
    title: { default: 'Ringway', template: '%s · Ringway' },
    description: { en: english, zh: chinese }[readLanguage(lang) ?? 'en'].links.preview.home,
    formatDetection: { telephone: false, email: false, address: false },
    manifest: `/${lang}/manifest.webmanifest`,
    appleWebApp: { capable: true, title: 'Ringway', statusBarStyle: 'default', startupImage },
    // Before it knew the manifest's word for it, iOS had this one; the first picture still wants it.
    other: { 'apple-mobile-web-app-capable': 'yes' },
  };
}

/** What iOS shows while the installed app starts: one picture to the pixel for each kind of screen. */
const startupImage = splashScreens.map(({ width, height, ratio }) => ({
  url: `/splash/${width * ratio}x${height * ratio}.png`,
  media: [
    `(device-width: ${width}px)`,
    `(device-height: ${height}px)`,
    `(-webkit-device-pixel-ratio: ${ratio})`,
    '(orientation: portrait)',
  ].join(' and '),
}));

export default async function RootLayout({ children, params }: LanguageLayoutProps) {
  const language = readLanguage((await params).lang);
  if (!language) notFound();
  return (
    <html lang={htmlLanguages[language]} suppressHydrationWarning>
      <head>
        <script dangerouslySetInnerHTML={{ __html: tooOldScript }} />
        <script dangerouslySetInnerHTML={{ __html: firstPaintScript }} />
      </head>
      <body>
        <TooOld language={language} />
        <Intlized language={language} messages={pickMessages(language, ['common'])}>
          <DemoNotice />
          {children}
          <NoticesView />
          <ShimPage />
        </Intlized>
      </body>
    </html>
  );
}
