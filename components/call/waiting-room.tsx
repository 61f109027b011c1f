'use client';

import { PhoneOff } from 'lucide-react';
import { useTranslations } from 'use-intl';

import { Avatar } from '@/components/ui/avatar';
import { useCallClient } from '@/lib/web/hooks/calls';
import type { CallView } from '@/lib/web/call/view';
import { ControlButton } from './control-button';
import { CaptureControls } from './controls';
import styles from './outgoing-call.module.css';
import { nameOf } from './scene';

/** Before the door of a meeting, over one's own picture: nothing of it is sent before a host opens. */
export function WaitingRoom({ call }: { readonly call: CallView }) {
  const t = useTranslations('call.meeting.waitingRoom');
  const tControls = useTranslations('call.controls');
  const client = useCallClient();
  const name = nameOf(call.peer);
  const words = call.meeting.hosted ? 'hosted' : 'hostless';
  return (
    <div className={styles.outgoing}>
      <div className={styles.callee}>
        <span className={styles.pulse} data-progress="ringing">
          <Avatar address={call.peer.address} name={name} size="call" />
        </span>
        <p className={styles.name}>{name}</p>
        <h1 className={styles.progress}>{t(`${words}.title`)}</h1>
        <p>{t(`${words}.text`)}</p>
      </div>
      <div role="toolbar" aria-label={tControls('label')} className={styles.controls}>
        <CaptureControls call={call} />
        <ControlButton label={t('leave')} kind="end" onClick={() => client.hangUp(call.key)}>
          <PhoneOff aria-hidden="true" size={26} />
        </ControlButton>
      </div>
    </div>
  );
}
