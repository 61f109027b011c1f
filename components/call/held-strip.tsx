'use client';

import { ArrowLeftRight, Pause, PhoneOff } from 'lucide-react';
import { useTranslations } from 'use-intl';

import { useCallClient } from '@/lib/web/hooks/calls';
import type { CallView } from '@/lib/web/call/view';
import styles from './held-strip.module.css';
import { nameOf } from './scene';

/** The calls that wait on hold while another is on the stage: to go to, or to end. */
export function HeldStrip({ held }: { readonly held: readonly CallView[] }) {
  const t = useTranslations('call.held');
  const client = useCallClient();
  return (
    <ul aria-label={t('label')} data-held className={styles.strips}>
      {held.map((call) => {
        const name = nameOf(call.peer);
        return (
          <li key={call.key} className={styles.strip}>
            <Pause aria-hidden="true" size={18} />
            <span className={styles.words}>{t('strip', { name })}</span>
            <button
              type="button"
              aria-label={t('swap', { name })}
              className={styles.swap}
              onClick={() => client.resume(call.key)}
            >
              <ArrowLeftRight aria-hidden="true" size={18} />
              {t('swapShort')}
            </button>
            <button
              type="button"
              aria-label={t('end', { name })}
              title={t('end', { name })}
              className={styles.end}
              onClick={() => client.hangUp(call.key)}
            >
              <PhoneOff aria-hidden="true" size={18} />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
