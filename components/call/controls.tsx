'use client';

import {
  Ellipsis,
  Hand,
  MessageSquare,
  Mic,
  MicOff,
  PhoneOff,
  ScreenShare,
  ScreenShareOff,
  SwitchCamera,
  Users,
  Video,
  VideoOff,
} from 'lucide-react';
import { useTranslations } from 'use-intl';

import { useCallClient } from '@/lib/web/hooks/calls';
import { useMediaDevices, usePreferences } from '@/lib/web/hooks/page';
import type { CallView } from '@/lib/web/call/view';
import { ControlButton } from './control-button';
import styles from './controls.module.css';
import { DevicesMenu } from './devices-menu';
import { MoreMenu } from './more-menu';
import { useSharing } from './sharing';
import type { Panel, Sheet } from './stage-state';
import type { StageView } from './stage-view';
import { useBarRoom } from './wide';

/** Everything one does during a call, at the foot of the stage. */
export function Controls({
  call,
  view,
  panel,
  unread,
  onPanel,
  onSheet,
}: {
  readonly call: CallView;
  readonly view: StageView;
  readonly panel: Panel | null;
  /** How many messages nobody has looked at. */
  readonly unread: number;
  readonly onPanel: (panel: Panel) => void;
  readonly onSheet: (sheet: Sheet) => void;
}) {
  const t = useTranslations('call.controls');
  const room = useBarRoom(panel);
  const client = useCallClient();
  const waits = call.role === 'HOST' && call.meeting.waiting.length > 0;
  const chatLabel = unread > 0 ? t('chatUnread', { count: unread }) : t('chat');
  return (
    <div role="toolbar" aria-label={t('label')} data-room={room} className={styles.bar}>
      <CaptureControls call={call} />
      {room === 'all' && (
        <>
          <ShareControl call={call} />
          <DevicesMenu />
          {call.kind === 'conference' && <HandButton call={call} />}
        </>
      )}
      {room !== 'few' && (
        <>
          <ControlButton
            label={t('people')}
            aria-expanded={panel === 'people'}
            badge={waits}
            onClick={() => onPanel('people')}
          >
            <Users aria-hidden="true" size={22} />
          </ControlButton>
          <ControlButton
            label={chatLabel}
            aria-expanded={panel === 'chat'}
            badge={unread > 0}
            onClick={() => onPanel('chat')}
          >
            <MessageSquare aria-hidden="true" size={22} />
          </ControlButton>
        </>
      )}
      <MoreMenu
        call={call}
        view={view}
        room={room}
        unread={unread}
        onPanel={onPanel}
        onSheet={onSheet}
      >
        <Ellipsis aria-hidden="true" size={22} />
      </MoreMenu>
      <ControlButton label={t('hangUp')} kind="end" onClick={() => client.hangUp(call.key)}>
        <PhoneOff aria-hidden="true" size={22} />
      </ControlButton>
    </div>
  );
}

function HandButton({ call }: { readonly call: CallView }) {
  const t = useTranslations('call.meeting');
  const client = useCallClient();
  const raised = call.meeting.handSince !== null;
  return (
    <ControlButton
      label={raised ? t('lowerHand') : t('raiseHand')}
      kind={raised ? 'off' : 'plain'}
      onClick={() => client.setHand(call.key, !raised)}
    >
      <Hand aria-hidden="true" size={22} />
    </ControlButton>
  );
}

/** One's own screen, where the browser can share one. */
function ShareControl({ call }: { readonly call: CallView }) {
  const t = useTranslations('call.controls');
  const [{ keys }] = usePreferences();
  const sharing = useSharing(call);
  if (sharing.change === null) return null;
  return (
    <ControlButton
      label={sharing.on ? t('stopSharing') : t('share')}
      kind={sharing.on ? 'active' : 'plain'}
      shortcut={keys ? 'S' : undefined}
      onClick={sharing.change}
    >
      {sharing.on ? (
        <ScreenShareOff aria-hidden="true" size={22} />
      ) : (
        <ScreenShare aria-hidden="true" size={22} />
      )}
    </ControlButton>
  );
}

/** Microphone, camera and, where there are two, the other camera. */
export function CaptureControls({ call }: { readonly call: CallView }) {
  const t = useTranslations('call.controls');
  const tMeeting = useTranslations('call.meeting');
  const client = useCallClient();
  const [{ keys }] = usePreferences();
  const { hasCamera } = useMediaDevices();
  const { microphone, camera, canFlip } = call.own;
  const { mutedByHost } = call.meeting;
  return (
    <>
      <ControlButton
        label={mutedByHost ? tMeeting('mutedByHost') : microphone.on ? t('mute') : t('unmute')}
        kind={kindOf(microphone)}
        shortcut={keys ? 'M' : undefined}
        aria-disabled={mutedByHost || undefined}
        onClick={() => client.setMicrophone(call.key, !microphone.on)}
      >
        {microphone.on ? (
          <Mic aria-hidden="true" size={22} />
        ) : (
          <MicOff aria-hidden="true" size={22} />
        )}
      </ControlButton>
      {(camera.on || hasCamera) && (
        <ControlButton
          label={camera.on ? t('cameraOff') : t('cameraOn')}
          kind={kindOf(camera)}
          shortcut={keys ? 'V' : undefined}
          onClick={() => client.setCamera(call.key, !camera.on)}
        >
          {camera.on ? (
            <Video aria-hidden="true" size={22} />
          ) : (
            <VideoOff aria-hidden="true" size={22} />
          )}
        </ControlButton>
      )}
      {canFlip && camera.on && (
        <ControlButton label={t('flip')} onClick={() => client.flipCamera(call.key)}>
          <SwitchCamera aria-hidden="true" size={22} />
        </ControlButton>
      )}
    </>
  );
}

function kindOf(side: CallView['own']['microphone']): 'plain' | 'off' | 'problem' {
  if (!side.on) return 'off';
  return side.problem === null ? 'plain' : 'problem';
}
