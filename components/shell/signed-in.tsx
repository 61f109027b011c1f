'use client';

import { useRouter } from 'next/navigation';
import { useEffect, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';

import { CallLayer } from '@/components/call/call-layer';
import { CallPlacer } from '@/components/home/place-call';
import { rememberLanguage } from '@/components/i18n/show-in';
import { keepWanted } from '@/components/navigation/wanted';
import { LinkGate } from '@/components/links/link-gate';
import { LostDevices } from '@/components/settings/lost-devices';
// A pairing link gives up its code before anybody is sent to sign in.
import { useCodeInAddress } from '@/components/settings/pairing-link';
import { useConfig, usePreferences, useSession } from '@/lib/web/hooks/page';
import { QueryProvider } from '@/lib/web/hooks/query-provider';
import type { MySession } from '@/lib/platform/own';
import { ConnectionNotice } from './connection-notice';
import { noteDemo } from './demo';
import { useFocusAfterCalls } from './focus-after-calls';
import { MeProvider } from './me';
import { Navigation } from './navigation';
import { ShellSkeleton } from './shell-skeleton';
import { useStartSignedIn } from './start';
import { Unreachable } from './unreachable';
import { UpdateNotice } from './update-notice';
import styles from './shell.module.css';

/** Every page of a session stands in here: it knows who is signed in, and calls live above it. */
export function SignedIn({ children }: { readonly children: ReactNode }) {
  return (
    <QueryProvider>
      <Settled />
      <CallLayer>
        <CallPlacer>
          <PairingGate>
            <Guard>{children}</Guard>
          </PairingGate>
        </CallPlacer>
      </CallLayer>
    </QueryProvider>
  );
}

/** A pairing link that was opened within another app goes to a browser first, before anybody signs in. */
function PairingGate({ children }: { readonly children: ReactNode }) {
  return useCodeInAddress() ? <LinkGate>{children}</LinkGate> : children;
}

function Guard({ children }: { readonly children: ReactNode }) {
  const session = useSession();
  const router = useRouter();
  const out = session.status === 'signed-out' ? session.why : null;
  useEffect(() => {
    if (out === null) return;
    keepWanted(window.location.hash.slice(1));
    router.replace(out === 'ended' ? '/sign-in#ended' : '/sign-in');
  }, [out, router]);
  switch (session.status) {
    case 'unknown':
    case 'signed-out':
      return <ShellSkeleton />;
    case 'unreachable':
      return <Unreachable />;
    case 'signed-in':
      return <Shell me={session.me}>{children}</Shell>;
  }
}

function Shell({ me, children }: { readonly me: MySession; readonly children: ReactNode }) {
  const t = useTranslations('common');
  useStartSignedIn();
  return (
    <MeProvider me={me}>
      <a
        href="#content"
        className={styles.skip}
        onClick={(event) => {
          // The fragment is taken: it says where one is.
          event.preventDefault();
          document.getElementById('content')?.focus();
        }}
      >
        {t('skipToContent')}
      </a>
      <div className={styles.shell}>
        <Navigation me={me} />
        <main id="content" tabIndex={-1} className={styles.main}>
          <LostDevices />
          <ConnectionNotice />
          <UpdateNotice />
          {children}
        </main>
      </div>
    </MeProvider>
  );
}

/** Takes over what the server and the person have settled: a demo or not, language, theme. */
function Settled() {
  const config = useConfig();
  const session = useSession();
  const language = session.status === 'signed-in' ? session.me.language : null;
  const [{ theme }] = usePreferences();
  useFocusAfterCalls();
  useEffect(() => {
    if (config !== null) noteDemo(config.demo);
  }, [config]);
  useEffect(() => {
    // Set on another device: the next page that is loaded whole follows.
    if (language !== null) rememberLanguage(language);
  }, [language]);
  useEffect(() => {
    // first-paint.ts reads the preference itself; it only has to be told that it changed.
    window.dispatchEvent(new Event('ringway:theme'));
  }, [theme]);
  return null;
}
