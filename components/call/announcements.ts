'use client';

import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';

import { announce, notify } from '@/components/ui/notices';
import type { CallView, RingingCall } from '@/lib/web/call/view';
import { blurState } from './blur-notice';
import { endingKind } from './ending';
import { ringingKind } from './ringing-kind';
import { nameOf } from './scene';

type Translate = ReturnType<typeof useTranslations<'call'>>;

/** What may be worth saying aloud. */
interface Scene {
  readonly shown: CallView | null;
  readonly ringing: readonly RingingCall[];
}

/** Says aloud what changes on the screen: ring, answer, mute, hold, reconnect, end (ui.md, Rules). */
export function useCallAnnouncements(scene: Scene): void {
  const t = useTranslations('call');
  const before = useRef<Scene>({ shown: null, ringing: [] });
  // Of each call, how many messages were said: one that was on hold says what came meanwhile.
  const heard = useRef(new Map<string, number>());
  useEffect(() => {
    sayRings(before.current, scene, t);
    sayCall(before.current.shown, scene.shown, t);
    sayMessages(heard.current, scene.shown, t);
    before.current = scene;
  });
}

function sayRings(before: Scene, { ringing }: Scene, t: Translate): void {
  const known = new Set(before.ringing.map(({ invitation }) => invitation));
  for (const each of ringing.filter(({ invitation }) => !known.has(invitation))) {
    const name = nameOf(each.from);
    announce(t('incoming.label', { kind: ringingKind(each), name }), 'assertive');
  }
}

function sayCall(before: CallView | null, now: CallView | null, t: Translate): void {
  if (!now) return;
  const last = before?.key === now.key ? before : null;
  sayPhase(last, now, t);
  if (!last || now.phase.phase === 'ended') return;
  if (now.held !== last.held) announce(t(now.held ? 'said.held' : 'said.resumed'));
  if (now.reconnecting !== last.reconnecting) {
    announce(t(now.reconnecting ? 'said.reconnecting' : 'said.reconnected'), 'assertive');
  }
  sayOwnMedia(last, now, t);
  sayOthers(last, now, t);
  sayMeeting(last, now, t);
  sayInvited(last, now, t);
}

function sayMessages(heard: Map<string, number>, now: CallView | null, t: Translate): void {
  if (!now || now.phase.phase === 'ended') return;
  const came = now.messages.slice(heard.get(now.key) ?? 0).filter(({ mine }) => !mine);
  heard.set(now.key, now.messages.length);
  const [first, ...more] = came;
  if (!first) return;
  // What is said takes the place of what was said just before.
  if (more.length > 0) announce(t('controls.chatUnread', { count: came.length }));
  else announce(t('chat.said', { name: first.from, text: first.text }));
}

function sayPhase(last: CallView | null, now: CallView, t: Translate): void {
  const name = nameOf(now.peer);
  switch (now.phase.phase) {
    case 'outgoing': {
      const { progress } = now.phase;
      if (last?.phase.phase === 'outgoing' && last.phase.progress === progress) return;
      announce(t('outgoing.said', { progress, name }));
      return;
    }
    case 'connecting':
      return;
    case 'connected':
      if (last && last.phase.phase !== 'connected') announce(t('said.answered', { name }));
      return;
    case 'ended': {
      if (last?.phase.phase === 'ended') return;
      const kind = endingKind(now.phase.ending, now.direction, now.kind);
      announce(t(`ended.reason.${kind}.title`, { name }), 'assertive');
      return;
    }
  }
}

function sayOwnMedia(last: CallView, now: CallView, t: Translate): void {
  for (const kind of ['microphone', 'camera'] as const) {
    const before = last.own[kind];
    const { on, problem } = now.own[kind];
    if (on !== before.on) announce(t(`said.${kind}${on ? 'On' : 'Off'}`));
    if (on && problem !== null && problem !== before.problem) {
      announce(t(`capture.${kind}.${problem}`), 'assertive');
    }
  }
  const blur = blurState(now.own);
  if (blur !== null && blur !== blurState(last.own)) {
    announce(t(`blur.state.${blur}`), blur === 'starting' ? 'polite' : 'assertive');
  }
  if ((now.own.screen === null) !== (last.own.screen === null)) {
    announce(t(now.own.screen === null ? 'said.sharingOver' : 'stage.sharing'));
  }
  if (now.own.speakingWhileMuted && !last.own.speakingWhileMuted) {
    announce(t('stage.speakingWhileMuted'));
  }
  if (now.playbackBlocked && !last.playbackBlocked) announce(t('stage.blocked'), 'assertive');
}

function sayMeeting(last: CallView, now: CallView, t: Translate): void {
  const { meeting: before, role } = last;
  const { meeting } = now;
  if (meeting.iWait && !(before.iWait && before.hosted === meeting.hosted)) {
    announce(t(`meeting.waitingRoom.${meeting.hosted ? 'hosted' : 'hostless'}.title`));
  }
  // What both could compare until now protects it no more (call-rules.md, Consent).
  if (now.protection === 'server' && last.protection === 'direct' && last.remotes.length > 0) {
    notify({ tone: 'information', text: t('said.throughServer') });
  }
  if (now.kind !== 'conference' || meeting.iWait || before.iWait) return;
  if (meeting.locked !== before.locked) {
    announce(t(meeting.locked ? 'meeting.said.locked' : 'meeting.said.unlocked'));
  }
  if (now.role !== role && last.kind === 'conference') {
    announce(t(now.role === 'HOST' ? 'meeting.said.host' : 'meeting.said.guest'));
  }
  if (meeting.mutedByHost && !before.mutedByHost) {
    announce(t('meeting.said.muted'), 'assertive');
  }
  const known = new Set(before.waiting.map(({ uuid }) => uuid));
  for (const one of meeting.waiting.filter(({ uuid }) => !known.has(uuid))) {
    announce(t('meeting.waits', { name: nameOf(one) }), 'assertive');
  }
}

function sayInvited(last: CallView, now: CallView, t: Translate): void {
  for (const { invitation, state, reason, ...peer } of now.invited) {
    if (state !== 'final' || reason === undefined) continue;
    const before = last.invited.find((each) => each.invitation === invitation);
    if (before?.state !== 'final') announce(t('invitedEnd', { reason, name: nameOf(peer) }));
  }
}

function sayOthers(last: CallView, now: CallView, t: Translate): void {
  const before = new Map(last.remotes.map((remote) => [remote.uuid, remote]));
  for (const remote of now.remotes) {
    const known = before.get(remote.uuid);
    before.delete(remote.uuid);
    const name = nameOf(remote);
    if (!known) {
      if (now.kind === 'conference') announce(t('said.joined', { name }));
    } else if (remote.state.hold && !known.state.hold) {
      announce(t('stage.peerHold', { name }));
    } else if (remote.leg === 'reconnecting' && known.leg !== 'reconnecting') {
      announce(t('stage.away', { name }));
    } else if (remote.state.screen === true && known.state.screen !== true) {
      announce(t('said.sharesScreen', { name }));
    }
  }
  if (now.kind === 'gateway') return;
  for (const gone of before.values()) announce(t('said.left', { name: nameOf(gone) }));
}
