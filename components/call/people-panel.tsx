'use client';

import { Hand, MicOff, Pause, PhoneOutgoing, Pin } from 'lucide-react';
import { useTranslations } from 'use-intl';

import type { MySession } from '@/lib/platform/own';
import { useSession } from '@/lib/web/hooks/page';
import { QueryProvider } from '@/lib/web/hooks/query-provider';
import { isSpeaking } from '@/lib/web/call/active-speaker';
import type { CallView, RemoteView } from '@/lib/web/call/view';
import { AddPerson } from './add-person';
import { tileKey } from './arrangement';
import { byHands, placeInLine } from './hands';
import { HostControls } from './host-controls';
import styles from './people-panel.module.css';
import { PersonMenu } from './person-menu';
import { PersonRow } from './person-row';
import { isMuted } from './remote-tile';
import { nameOf } from './scene';
import type { StageView } from './stage-view';
import { WaitingPeople } from './waiting-people';

/** Who is in the call, who waits or is being rung into it; more to ring; and what a host does with them. */
export function PeoplePanel({ call, view }: { readonly call: CallView; readonly view: StageView }) {
  const t = useTranslations('call.people');
  const session = useSession();
  const me = session.status === 'signed-in' ? session.me : null;
  const isHost = call.role === 'HOST' && call.kind === 'conference';
  return (
    <div className={styles.people}>
      {isHost && call.meeting.waiting.length > 0 && <WaitingPeople call={call} />}
      <ul className={styles.list}>
        <Me call={call} me={me} />
        {byHands(call.remotes).map((remote) => (
          <RemotePerson key={remote.uuid} call={call} remote={remote} view={view} />
        ))}
        {call.invited.map((invited) => (
          <PersonRow
            key={invited.invitation}
            name={nameOf(invited)}
            address={invited.address}
            state={t(`ringing.${invited.state}`)}
          >
            <PhoneOutgoing aria-hidden="true" size={18} />
          </PersonRow>
        ))}
      </ul>
      {isHost && <HostControls call={call} />}
      {me && (
        // The page of a ticket looks nothing up before somebody is added: what that takes comes here.
        <QueryProvider>
          <AddPerson call={call} />
        </QueryProvider>
      )}
    </div>
  );
}

function Me({ call, me }: { readonly call: CallView; readonly me: MySession | null }) {
  const t = useTranslations('call.people');
  const tStage = useTranslations('call.stage');
  const tMeeting = useTranslations('call.meeting');
  const { handSince, mutedByHost } = call.meeting;
  const isHost = call.role === 'HOST' && call.kind === 'conference';
  const hand =
    handSince === null ? null : tMeeting('handInLine', { place: placeInLine(call, null) });
  const muted = mutedByHost ? tMeeting('person.mutedByHost') : null;
  return (
    <PersonRow
      name={me?.display_name ?? tStage('you')}
      label={me === null ? tStage('you') : t('me', { name: me.display_name })}
      address={me?.address ?? ''}
      state={hand ?? muted ?? (isHost ? t('host') : null)}
    >
      {handSince !== null && <Hand aria-hidden="true" size={18} className={styles.hand} />}
      {!call.own.microphone.on && <MicOff aria-label={t('mutedState')} size={18} />}
    </PersonRow>
  );
}

function RemotePerson({
  call,
  remote,
  view,
}: {
  readonly call: CallView;
  readonly remote: RemoteView;
  readonly view: StageView;
}) {
  const t = useTranslations('call.people');
  const pinned = view.choice.pinned === tileKey(remote.uuid);
  return (
    <PersonRow name={nameOf(remote)} address={remote.address} state={useStateOf(call, remote)}>
      {pinned && <Pin aria-hidden="true" size={18} />}
      {remote.handSince !== null && <Hand aria-hidden="true" size={18} className={styles.hand} />}
      {remote.state.hold && <Pause aria-hidden="true" size={18} />}
      {isMuted(remote) && <MicOff aria-label={t('mutedState')} size={18} />}
      {call.kind === 'conference' && <PersonMenu call={call} remote={remote} view={view} />}
    </PersonRow>
  );
}

/** The one thing that is best known of somebody now. */
function useStateOf(call: CallView, remote: RemoteView): string | null {
  const t = useTranslations('call.people');
  const tMeeting = useTranslations('call.meeting');
  if (!remote.connected) return t('away');
  if (remote.handSince !== null) {
    return tMeeting('handInLine', { place: placeInLine(call, remote.uuid) });
  }
  if (remote.state.hold) return t('onHold');
  if (remote.state.paused) return t('inBackground');
  if (isSpeaking(remote)) return t('speaking');
  if (remote.mutedByHost) return tMeeting('person.mutedByHost');
  return remote.isHost && call.kind === 'conference' ? t('host') : null;
}
