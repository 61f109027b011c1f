'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { Button } from '@/components/ui/button';
import { thisBrowser } from '@/lib/web/browser';
import type { CaptureProblem } from '@/lib/web/call/view';
import { useInApp } from '@/lib/web/hooks/shim';
import { tellShim } from '@/lib/web/shim/presence';
import styles from './capture-help.module.css';
import { guideFor } from './guide';

/** What to do when this very browser gives no microphone or camera. Shown after a tap, so in a browser. */
export function CaptureHelp({ problem }: { readonly problem: CaptureProblem }) {
  const t = useTranslations('check.help');
  const inApp = useInApp();
  switch (problem) {
    case 'denied':
      return inApp ? <DeniedToAppHelp /> : <DeniedHelp />;
    case 'not_found':
      return <p className={styles.text}>{t('notFound')}</p>;
    case 'in_use':
      return <p className={styles.text}>{t('inUse')}</p>;
    case 'interrupted':
      return <p className={styles.text}>{t('interrupted')}</p>;
    case 'insecure':
      return <p className={styles.text}>{t('insecure')}</p>;
    case 'failed':
      return <p className={styles.text}>{t('failed')}</p>;
  }
}

/** Within the iPhone app the permission is the app's: it opens its own page of the system's settings. */
function DeniedToAppHelp() {
  const t = useTranslations('check.help.app');
  return (
    <div className={styles.help}>
      <ol className={styles.steps}>
        <li>{t('one')}</li>
        <li>{t('two')}</li>
        <li>{t('three')}</li>
      </ol>
      <Button kind="primary" width="wide" onClick={() => tellShim({ kind: 'open_settings' })}>
        {t('open')}
      </Button>
    </div>
  );
}

function DeniedHelp() {
  const t = useTranslations('check.help');
  const [browser] = useState(thisBrowser);
  if (browser.inApp) {
    return (
      <div className={styles.help}>
        <p className={styles.text}>{t('inApp.title')}</p>
        <ol className={styles.steps}>
          <li>{t('inApp.one')}</li>
          <li>{t('inApp.two')}</li>
        </ol>
      </div>
    );
  }
  const guide = guideFor(browser);
  return (
    <div className={styles.help}>
      <ol className={styles.steps}>
        <li>{t(`${guide}.one`)}</li>
        <li>{t(`${guide}.two`)}</li>
        <li>{t(`${guide}.three`)}</li>
      </ol>
      {(browser.system === 'macos' || browser.system === 'windows') && (
        <p className={styles.text}>{t(`system.${browser.system}`)}</p>
      )}
    </div>
  );
}
