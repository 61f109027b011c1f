'use client';

import clsx from 'clsx';
import {
  BellOff,
  MessageSquareText,
  Pause,
  Phone,
  PhoneCall,
  PhoneOff,
  Video,
  X,
} from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';

import { Avatar } from '@/components/ui/avatar';
import { useCallClient } from '@/lib/web/hooks/calls';
import { useCarriesCalls } from '@/lib/web/hooks/page';
import type { RingingCall } from '@/lib/web/call/view';
import { DeclineMessage } from './decline-message';
import { useFocusOnArrival } from './focus';
import { useTellOutcome } from './intents';
import { OwnFocus } from './own-focus';
import { ringingKind } from './ringing-kind';
import { RoundChoice } from './round-choice';
import { nameOf } from './scene';
import styles from './incoming-call.module.css';

/** Where a ring shows: the whole of a phone, or a card over a desktop or over a call. */
export type RingPlace = 'screen' | 'card';

/** Somebody calls: who, how, and everything one can do about it. */
export function IncomingCall({
  ringing,
  place,
  inCall,
}: {
  readonly ringing: RingingCall;
  readonly place: RingPlace;
  /** A call goes on: it is held or ended by answering. */
  readonly inCall: boolean;
}) {
  const t = useTranslations('call.incoming');
  const box = useRef<HTMLElement>(null);
  const [writing, setWriting] = useState(false);
  const carriesCalls = useCarriesCalls();
  useFocusOnArrival(box);
  const name = nameOf(ringing.from);
  return (
    <OwnFocus>
      <section
        ref={box}
        role="dialog"
        aria-label={t('label', { kind: ringingKind(ringing), name })}
        tabIndex={-1}
        data-theme={place === 'screen' || inCall ? 'dark' : undefined}
        className={clsx(styles.ring, styles[place])}
      >
        <Caller ringing={ringing} place={place} />
        {writing ? (
          <DeclineMessage ringing={ringing} onBack={() => setWriting(false)} />
        ) : (
          <div className={styles.actions}>
            <QuietChoices
              ringing={ringing}
              onWrite={() => setWriting(true)}
              offersAudio={
                carriesCalls && place === 'screen' && ringing.callType === 'video' && !inCall
              }
            />
            {!carriesCalls ? (
              <DeclineAlone ringing={ringing} />
            ) : inCall ? (
              <SecondCallChoices ringing={ringing} />
            ) : (
              <Choices ringing={ringing} place={place} />
            )}
          </div>
        )}
      </section>
    </OwnFocus>
  );
}

function Caller({ ringing, place }: { readonly ringing: RingingCall; readonly place: RingPlace }) {
  const t = useTranslations('call.incoming');
  const { from } = ringing;
  const name = nameOf(from);
  return (
    <div className={styles.caller}>
      <span className={styles.pulse}>
        <Avatar address={from.address} name={name} size={place === 'screen' ? 'call' : 'row'} />
      </span>
      <div className={styles.who}>
        <p className={styles.name}>{name}</p>
        <p className={styles.kind}>{t(`kind.${ringingKind(ringing)}`)}</p>
        {from.organisation && <p className={styles.organisation}>{from.organisation}</p>}
      </div>
    </div>
  );
}

function useAnswer(ringing: RingingCall) {
  const client = useCallClient();
  const tell = useTellOutcome();
  const name = nameOf(ringing.from);
  return {
    answer: (options: { readonly video: boolean; readonly others?: 'hold' | 'end' }) =>
      void tell(client.answer(ringing.invitation, options), name),
    decline: () => void tell(client.decline(ringing.invitation), name),
  };
}

function DeclineChoice({ onDecline }: { readonly onDecline: () => void }) {
  const t = useTranslations('call.incoming');
  return (
    <RoundChoice
      kind="end"
      words={t('decline')}
      icon={<PhoneOff aria-hidden="true" size={28} />}
      onClick={onDecline}
    />
  );
}

function Choices({ ringing, place }: { readonly ringing: RingingCall; readonly place: RingPlace }) {
  const t = useTranslations('call.incoming');
  const { answer, decline } = useAnswer(ringing);
  const video = ringing.callType === 'video';
  return (
    <div className={styles.choices}>
      <DeclineChoice onDecline={decline} />
      {place === 'card' && video && (
        <RoundChoice
          kind="plain"
          words={t('answerAudio')}
          icon={<Phone aria-hidden="true" size={26} />}
          onClick={() => answer({ video: false })}
        />
      )}
      <RoundChoice
        kind="answer"
        words={t('answer')}
        icon={
          video ? <Video aria-hidden="true" size={28} /> : <Phone aria-hidden="true" size={28} />
        }
        onClick={() => answer({ video })}
      />
    </div>
  );
}

/** In a browser that cannot carry a call: where it can be answered, and no button that would not work. */
function DeclineAlone({ ringing }: { readonly ringing: RingingCall }) {
  const t = useTranslations('call.incoming');
  const { decline } = useAnswer(ringing);
  return (
    <>
      <p className={styles.cannot}>{t('cannot')}</p>
      <div className={styles.choices}>
        <DeclineChoice onDecline={decline} />
      </div>
    </>
  );
}

function SecondCallChoices({ ringing }: { readonly ringing: RingingCall }) {
  const t = useTranslations('call.incoming');
  const { answer, decline } = useAnswer(ringing);
  const video = ringing.callType === 'video';
  return (
    <div className={styles.choices}>
      <RoundChoice
        kind="end"
        words={t('decline')}
        icon={<X aria-hidden="true" size={28} />}
        onClick={decline}
      />
      <RoundChoice
        kind="end"
        words={t('endAndAnswer')}
        icon={<PhoneCall aria-hidden="true" size={28} />}
        onClick={() => answer({ video, others: 'end' })}
      />
      <RoundChoice
        kind="answer"
        words={t('holdAndAnswer')}
        icon={<Pause aria-hidden="true" size={28} />}
        onClick={() => answer({ video, others: 'hold' })}
      />
    </div>
  );
}

function QuietChoices({
  ringing,
  offersAudio,
  onWrite,
}: {
  readonly ringing: RingingCall;
  readonly offersAudio: boolean;
  readonly onWrite: () => void;
}) {
  const t = useTranslations('call.incoming');
  const client = useCallClient();
  const { answer } = useAnswer(ringing);
  return (
    <div className={styles.quiet}>
      <button
        type="button"
        aria-label={t('messageLabel')}
        className={styles.quietChoice}
        onClick={onWrite}
      >
        <MessageSquareText aria-hidden="true" size={20} />
        {t('message')}
      </button>
      {ringing.silenced ? (
        <p className={styles.quietChoice}>
          <BellOff aria-hidden="true" size={20} />
          {t('silenced')}
        </p>
      ) : (
        <button
          type="button"
          aria-label={t('silenceLabel')}
          className={styles.quietChoice}
          onClick={() => client.silence(ringing.invitation)}
        >
          <BellOff aria-hidden="true" size={20} />
          {t('silence')}
        </button>
      )}
      {offersAudio && (
        <button
          type="button"
          className={styles.quietChoice}
          onClick={() => answer({ video: false })}
        >
          <Phone aria-hidden="true" size={20} />
          {t('answerAudio')}
        </button>
      )}
    </div>
  );
}
