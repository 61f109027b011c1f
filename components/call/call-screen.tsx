'use client';

import clsx from 'clsx';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';

import { OverPlace } from '@/components/ui/over-place';
import type { CallView } from '@/lib/web/call/view';
import styles from './call-screen.module.css';
import { EndedCall } from './ended-call';
import { useFocusOnArrival, useKeptFocus } from './focus';
import { HeldStrip } from './held-strip';
import type { KeptCall } from './kept';
import { LiveCall } from './live-call';
import { OwnFocus } from './own-focus';
import { nameOf } from './scene';

/** One call from the first tap to its last word, over the whole page. */
export function CallScreen({
  call,
  held,
  kept,
}: {
  readonly call: CallView;
  readonly held: readonly CallView[];
  readonly kept: KeptCall;
}) {
  const t = useTranslations('call.stage');
  const box = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState<HTMLDivElement | null>(null);
  useFocusOnArrival(box);
  useKeptFocus(box, whatMayGo(call));
  return (
    <OwnFocus>
      <div
        ref={box}
        role="dialog"
        aria-modal="true"
        aria-label={t('label', { name: nameOf(call.peer) })}
        tabIndex={-1}
        data-theme="dark"
        data-phase={call.phase.phase}
        className={clsx(styles.screen, held.length > 0 && styles.withStrip)}
      >
        <OverPlace value={over}>
          {held.length > 0 && <HeldStrip held={held} />}
          {call.phase.phase === 'ended' ? (
            <EndedCall call={call} ending={call.phase.ending} held={held} />
          ) : (
            <LiveCall call={call} kept={kept} />
          )}
        </OverPlace>
        <div ref={setOver} className={styles.over} />
      </div>
    </OwnFocus>
  );
}

/** What takes the focus with it when it goes: a phase's buttons, the row of somebody who was let in or removed. */
function whatMayGo({ phase, meeting, remotes }: CallView): string {
  const named = (people: readonly { readonly uuid: string }[]): string =>
    people.map(({ uuid }) => uuid).join();
  return [phase.phase, named(meeting.waiting), named(remotes)].join(' ');
}
