'use client';

import { PhoneOff } from 'lucide-react';
import { useTranslations } from 'use-intl';

import { Avatar } from '@/components/ui/avatar';
import { useCallClient } from '@/lib/web/hooks/calls';
import type { CallPhase, CallView } from '@/lib/web/call/view';
import { CaptureControls } from './controls';
import { ControlButton } from './control-button';
import styles from './outgoing-call.module.css';
import { nameOf } from './scene';

/** How far a call that one placed has come. */
export type Progress = Extract<CallPhase, { phase: 'outgoing' }>['progress'];

/** Calling, then ringing, over one's own picture; to be cancelled at any time. */
export function OutgoingCall({
  call,
  progress,
}: {
  readonly call: CallView;
  readonly progress: Progress;
}) {
  const t = useTranslations('call.outgoing');
  const tControls = useTranslations('call.controls');
  const client = useCallClient();
  const name = nameOf(call.peer);
  return (
    <div className={styles.outgoing}>
      <div className={styles.callee}>
        <span className={styles.pulse} data-progress={progress}>
          <Avatar address={call.peer.address} name={name} size="call" />
        </span>
        <p className={styles.name}>{name}</p>
        <p className={styles.progress}>{t(`progress.${progress}`)}</p>
      </div>
      <div role="toolbar" aria-label={tControls('label')} className={styles.controls}>
        <CaptureControls call={call} />
        <ControlButton label={t('cancel')} kind="end" onClick={() => client.hangUp(call.key)}>
          <PhoneOff aria-hidden="true" size={26} />
        </ControlButton>
      </div>
    </div>
  );
}
