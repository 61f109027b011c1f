'use client';

import { MonitorUp } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { Button } from '@/components/ui/button';
import { useCallClient } from '@/lib/web/hooks/calls';
import type { Peer } from '@/lib/web/call/view';
import styles from './elsewhere-notice.module.css';
import { useTellOutcome } from './intents';
import { nameOf } from './scene';

/** Another tab of this profile is in a call: to be brought here with one tap. */
export function ElsewhereNotice({ peer }: { readonly peer: Peer }) {
  const t = useTranslations('call.elsewhere');
  const client = useCallClient();
  const tell = useTellOutcome();
  const [moving, setMoving] = useState(false);
  const name = nameOf(peer);
  const move = async () => {
    setMoving(true);
    await tell(client.moveHere(), name);
    setMoving(false);
  };
  return (
    <section aria-label={t('label')} data-theme="dark" className={styles.notice}>
      <MonitorUp aria-hidden="true" size={20} />
      <p className={styles.words}>{t('text', { name })}</p>
      <Button kind="primary" busy={moving} onClick={() => void move()}>
        {t('move')}
      </Button>
    </section>
  );
}
