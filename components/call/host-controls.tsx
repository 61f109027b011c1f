'use client';

import { Lock, LockOpen, Mic, MicOff, PhoneOff } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';

import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import type { CallView } from '@/lib/web/call/view';
import { useActAsHost } from './host-intents';
import styles from './people-panel.module.css';

/** What a host does with the meeting as a whole. */
export function HostControls({ call }: { readonly call: CallView }) {
  const t = useTranslations('call.meeting.host');
  const title = useId();
  const [ending, setEnding] = useState(false);
  const act = useActAsHost(call);
  const { locked, guestsMuted } = call.meeting;
  return (
    <section aria-labelledby={title} className={styles.host}>
      <h3 id={title} className={styles.hostTitle}>
        {t('title')}
      </h3>
      <div className={styles.hostActions}>
        <Button
          icon={
            locked ? (
              <LockOpen aria-hidden="true" size={18} />
            ) : (
              <Lock aria-hidden="true" size={18} />
            )
          }
          onClick={() => void act({ do: locked ? 'unlock' : 'lock' })}
        >
          {locked ? t('unlock') : t('lock')}
        </Button>
        <Button
          icon={
            guestsMuted ? (
              <Mic aria-hidden="true" size={18} />
            ) : (
              <MicOff aria-hidden="true" size={18} />
            )
          }
          onClick={() => void act({ do: guestsMuted ? 'unmuteGuests' : 'muteGuests' })}
        >
          {guestsMuted ? t('unmuteGuests') : t('muteGuests')}
        </Button>
        <Button
          kind="danger"
          icon={<PhoneOff aria-hidden="true" size={18} />}
          onClick={() => setEnding(true)}
        >
          {t('endForAll')}
        </Button>
      </div>
      <ConfirmDialog
        over="call"
        open={ending}
        onClose={() => setEnding(false)}
        onConfirm={() => {
          setEnding(false);
          void act({ do: 'endForAll' });
        }}
        title={t('endTitle')}
        description={t('endText')}
        action={t('endForAll')}
      />
    </section>
  );
}
