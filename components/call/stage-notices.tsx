'use client';

import {
  DoorOpen,
  MicOff,
  Pause,
  ScreenShare,
  TriangleAlert,
  VideoOff,
  Volume2,
  WifiOff,
} from 'lucide-react';
import { useTranslations } from 'use-intl';

import { useCallClient } from '@/lib/web/hooks/calls';
import { useInApp } from '@/lib/web/hooks/shim';
import type { CallView, CaptureProblem } from '@/lib/web/call/view';
import { useActAsHost } from './host-intents';
import { BlurNotice } from './blur-notice';
import { Notice } from './notice';
import { nameOf } from './scene';
import styles from './stage-notices.module.css';
import { tellNotices } from './stage-room';
import type { Sheet } from './stage-state';

/** What stands in the way of seeing and hearing each other, and the tap that helps. */
export function StageNotices({
  call,
  onSheet,
  onPeople,
}: {
  readonly call: CallView;
  readonly onSheet: (sheet: Sheet) => void;
  /** Shows who is in, and who waits. */
  readonly onPeople: () => void;
}) {
  const t = useTranslations('call.stage');
  const client = useCallClient();
  const { own } = call;
  const mediaFlows = call.remotes.some(({ leg }) => leg === 'flowing');
  return (
    <div ref={tellNotices} data-notices className={styles.notices}>
      <SomebodyWaits call={call} onPeople={onPeople} />
      {call.held && (
        <Notice
          icon={<Pause aria-hidden="true" size={20} />}
          text={t('heldText')}
          title={t('held')}
          action={{ label: t('resume'), run: () => client.resume(call.key) }}
        />
      )}
      {call.reconnecting && (
        <Notice
          icon={<WifiOff aria-hidden="true" size={20} />}
          title={t('reconnecting')}
          text={t(mediaFlows ? 'serverAwayText' : 'reconnectingText')}
        />
      )}
      {call.playbackBlocked && (
        <Notice
          icon={<Volume2 aria-hidden="true" size={20} />}
          text={t('blocked')}
          action={{ label: t('hear'), run: () => client.resumePlayback() }}
        />
      )}
      {own.screen && (
        <Notice
          icon={<ScreenShare aria-hidden="true" size={20} />}
          text={t('sharing')}
          action={{ label: t('stopSharing'), run: () => client.stopSharing(call.key) }}
        />
      )}
      {own.microphone.on && own.microphone.problem === 'interrupted' ? (
        <Notice
          icon={<MicOff aria-hidden="true" size={20} />}
          text={t('interrupted')}
          action={{ label: t('rearm'), run: () => client.rearm(call.key) }}
        />
      ) : (
        own.microphone.on && (
          <CaptureNotice call={call} kind="microphone" onHelp={() => onSheet('microphoneHelp')} />
        )
      )}
      {own.camera.on && (
        <CaptureNotice call={call} kind="camera" onHelp={() => onSheet('cameraHelp')} />
      )}
      {own.camera.on && <BlurNotice own={own} />}
      <MutedByHost call={call} />
      {own.videoPaused && (
        <Notice icon={<VideoOff aria-hidden="true" size={20} />} text={t('videoPaused')} />
      )}
      {own.speakingWhileMuted && !own.microphone.on && !call.meeting.mutedByHost && (
        <Notice
          icon={<MicOff aria-hidden="true" size={20} />}
          text={t('speakingWhileMuted')}
          action={{ label: t('unmute'), run: () => client.setMicrophone(call.key, true) }}
        />
      )}
      <InvitedEnds call={call} />
    </div>
  );
}

/** Somebody stands before the door: one is let in by a tap; of several the list is shown. */
function SomebodyWaits({
  call,
  onPeople,
}: {
  readonly call: CallView;
  readonly onPeople: () => void;
}) {
  const t = useTranslations('call.meeting');
  const act = useActAsHost(call);
  const { waiting } = call.meeting;
  const [first] = waiting;
  if (call.role !== 'HOST' || !first) return null;
  const only = waiting.length === 1;
  return (
    <Notice
      icon={<DoorOpen aria-hidden="true" size={20} />}
      text={only ? t('waits', { name: nameOf(first) }) : t('waitMany', { count: waiting.length })}
      action={
        only
          ? { label: t('admit'), run: () => void act({ do: 'admit', participant: first.uuid }) }
          : { label: t('show'), run: onPeople }
      }
    />
  );
}

/** Who undoes it is said; meanwhile a hand can be raised. */
function MutedByHost({ call }: { readonly call: CallView }) {
  const t = useTranslations('call.meeting');
  const client = useCallClient();
  const { mutedByHost, handSince } = call.meeting;
  if (!mutedByHost) return null;
  return (
    <Notice
      icon={<MicOff aria-hidden="true" size={20} />}
      title={t('mutedByHost')}
      text={t('mutedByHostText')}
      action={
        handSince === null
          ? { label: t('raiseHand'), run: () => client.setHand(call.key, true) }
          : { label: t('lowerHand'), run: () => client.setHand(call.key, false) }
      }
    />
  );
}

function CaptureNotice({
  call,
  kind,
  onHelp,
}: {
  readonly call: CallView;
  readonly kind: 'microphone' | 'camera';
  readonly onHelp: () => void;
}) {
  const t = useTranslations('call.capture');
  const client = useCallClient();
  const inApp = useInApp();
  const problem: CaptureProblem | null = call.own[kind].problem;
  if (problem === null) return null;
  const words = problem === 'denied' && inApp ? 'deniedToApp' : problem;
  const needsHelp = problem === 'denied' || problem === 'insecure';
  return (
    <Notice
      icon={<TriangleAlert aria-hidden="true" size={20} />}
      text={t(`${kind}.${words}`)}
      action={
        needsHelp
          ? { label: t('how'), run: onHelp }
          : { label: t('tryAgain'), run: () => client.rearm(call.key) }
      }
    />
  );
}

/** How invitations into this call ended, for the seconds that the library keeps them. */
function InvitedEnds({ call }: { readonly call: CallView }) {
  const t = useTranslations('call');
  return call.invited
    .filter(({ state, reason }) => state === 'final' && reason !== undefined)
    .map((invited) => (
      <Notice
        key={invited.invitation}
        icon={<TriangleAlert aria-hidden="true" size={20} />}
        text={t('invitedEnd', { reason: invited.reason ?? 'failed', name: nameOf(invited) })}
      />
    ));
}
