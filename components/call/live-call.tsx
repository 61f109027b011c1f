'use client';

import clsx from 'clsx';
import { useState } from 'react';

import { useIdle } from '@/lib/web/hooks/idle';
import { useCallClient } from '@/lib/web/hooks/calls';
import { useCaptions, useCaptionsClient, useMayRecogniseHere } from '@/lib/web/hooks/captions';
import { usePreferences } from '@/lib/web/hooks/page';
import { useInApp } from '@/lib/web/hooks/shim';
import type { CallView } from '@/lib/web/call/view';
import styles from './call-screen.module.css';
import { Captions } from './captions';
import { Controls } from './controls';
import { FloatingCall } from './floating-call';
import { useFullScreen } from './full-screen';
import type { KeptCall } from './kept';
import { useCallKeys } from './keys';
import { useMeetingNotices } from './meeting-notices';
import { OutgoingCall } from './outgoing-call';
import { OwnView } from './own-view';
import { Remotes } from './remotes';
import { useSharing } from './sharing';
import { SidePanel } from './side-panel';
import { Sheets } from './sheets';
import { StageHead } from './stage-head';
import { StageNotices } from './stage-notices';
import type { Panel, Sheet } from './stage-state';
import { useStageView } from './stage-view';
import { useUnread } from './unread';
import { WaitingRoom } from './waiting-room';

/** How long the controls stay without a pointer, ms (ui.md, In call). */
const controlsStayMs = 4000;

/**
 * A call that rings at the other end, connects or goes on. One's own picture is the same element
 * throughout, so that it moves from the stage to its corner when the other side answers.
 */
export function LiveCall({ call, kept }: { readonly call: CallView; readonly kept: KeptCall }) {
  const client = useCallClient();
  const [{ keys }] = usePreferences();
  const [panel, setPanel] = useState<Panel | null>(null);
  const [chosenSheet, setSheet] = useState<Sheet | null>(null);
  const view = useStageView(call, kept);
  const silent = useSilentMicrophone(call);
  const sheet = chosenSheet ?? (silent.unseen ? 'microphoneHelp' : null);
  const [controlsHeld, setControlsHeld] = useState(false);
  const unread = useUnread(call.messages, panel === 'chat', kept);
  const fullScreen = useFullScreen();
  useMeetingNotices(call, () => setPanel('people'));
  const { iWait } = call.meeting;
  const ongoing = call.phase.phase !== 'outgoing' && !iWait;
  const idle = useIdle(controlsStayMs, call.phase.phase === 'connected' && hasPicture(call));
  const shown = !idle || controlsHeld || panel !== null || sheet !== null;
  const sharing = useSharing(call);
  const mayCaption = useMayRecogniseHere();
  const captions = useCaptionsClient();
  const captioned = useCaptions().phase !== 'off';

  useCallKeys(keys, {
    M: () => client.setMicrophone(call.key, !call.own.microphone.on),
    V: () => client.setCamera(call.key, !call.own.camera.on),
    ...(sharing.change && ongoing && { S: sharing.change }),
    ...(mayCaption && ongoing && { T: () => void captions.setOn(!captioned) }),
    ...(fullScreen.change && { F: fullScreen.change }),
    '?': () => setSheet('keys'),
  });

  return (
    <div className={styles.body}>
      <div className={styles.stage} data-controls={shown ? 'shown' : 'hidden'}>
        {call.phase.phase === 'outgoing' ? (
          <OutgoingCall call={call} progress={call.phase.progress} />
        ) : iWait ? (
          <WaitingRoom call={call} />
        ) : (
          <>
            <div className={clsx(styles.remotes, call.held && styles.held)}>
              <Remotes call={call} view={view} />
            </div>
            <div
              className={styles.overlays}
              onFocus={({ target }) =>
                setControlsHeld(target.matches(':focus-visible, [role="menu"] *, [role="menu"]'))
              }
              onBlur={() => setControlsHeld(false)}
            >
              <StageHead call={call} />
              <div className={styles.foot}>
                <Captions />
                <StageNotices call={call} onSheet={setSheet} onPeople={() => setPanel('people')} />
                <div className={styles.controls}>
                  <Controls
                    call={call}
                    view={view}
                    panel={panel}
                    unread={unread}
                    onPanel={(wanted) => setPanel(panel === wanted ? null : wanted)}
                    onSheet={setSheet}
                  />
                </div>
              </div>
            </div>
          </>
        )}
        {(!ongoing || view.own === 'corner') && (
          <OwnView own={call.own} place={ongoing ? 'corner' : 'stage'} />
        )}
      </div>
      {ongoing && panel !== null && (
        <SidePanel call={call} view={view} panel={panel} onClose={() => setPanel(null)} />
      )}
      {ongoing && <FloatingCall call={call} view={view} />}
      <Sheets
        call={call}
        sheet={sheet}
        onClose={() => {
          setSheet(null);
          silent.note();
        }}
      />
    </div>
  );
}

/**
 * Whoever answered on the lock screen had nobody who asked for the microphone: within the app the page that
 * says what to do opens by itself, once, so that the other side does not wait for a voice in vain.
 */
function useSilentMicrophone({ own, phase }: CallView) {
  const inApp = useInApp();
  const [seen, setSeen] = useState(false);
  const { on, problem } = own.microphone;
  const silent = on && (problem === 'denied' || problem === 'not_found');
  return {
    unseen: inApp && silent && !seen && phase.phase !== 'outgoing',
    note: () => {
      if (silent) setSeen(true);
    },
  };
}

function hasPicture(call: CallView): boolean {
  return call.remotes.some((remote) => remote.hasVideo || remote.screen !== null);
}
