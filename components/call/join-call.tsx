'use client';

import { Phone, PhoneOff, Video } from 'lucide-react';
import Link from 'next/link';
import { useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';

import { Avatar } from '@/components/ui/avatar';
import { Banner } from '@/components/ui/banner';
import { Button, buttonClass } from '@/components/ui/button';
import { Logo } from '@/components/ui/logo';
import { Spinner } from '@/components/ui/spinner';
import { useCallClient, useRinging } from '@/lib/web/hooks/calls';
import { useCarriesCalls, useSession } from '@/lib/web/hooks/page';
import { useTicketState } from '@/lib/web/hooks/ticket';
import type { Peer } from '@/lib/web/call/view';
import type { Reason } from '@/lib/platform/reasons';
import { useTellOutcome } from './intents';
import styles from './join-call.module.css';
import { nameOf } from './scene';
import type { TicketLink } from './ticket-store';

/** Asks whether to join, or to decline, the call of a link. Nothing is captured or sent before the tap. */
export function JoinCall({
  link,
  onDone,
}: {
  readonly link: TicketLink;
  readonly onDone: () => void;
}) {
  const t = useTranslations('call.join');
  const [step, setStep] = useState<'asked' | 'deciding' | 'declined'>('asked');
  const { native } = link;
  const joining = native !== undefined && native.step !== 'asked';
  // Once the person has decided, what the server says of the ring is the answer to that decision.
  const state = useTicketState(step === 'asked' && !joining ? link.ticket : null);
  const ringing = useRinging();
  const known = ringing.find(({ invitation }) => invitation === link.ticket.invitation);
  const from = known?.from ?? native?.from ?? null;
  if (step === 'declined') {
    return (
      <Frame title={t('declinedTitle')} from={from}>
        <p className={styles.lead}>{t('declined')}</p>
        <HomeLink />
      </Frame>
    );
  }
  if (step === 'asked' && state?.state === 'over') {
    return (
      <Frame title={t('overTitle')} from={from}>
        <p className={styles.lead}>{t(`over.${overKey(state.reason)}`)}</p>
        <HomeLink />
      </Frame>
    );
  }
  // Who has answered already is asked again only for a reason, and is told it first.
  if (joining || (native && step === 'asked' && state === null)) {
    return (
      <Frame title={t('joiningTitle')} from={from}>
        <p role="status" className={styles.looking}>
          <Spinner />
          {t('joining')}
        </p>
        {native.step === 'unreachable' && (
          <>
            <div className={styles.aside}>
              <Banner tone="warning" title={t('unreachableTitle')}>
                {t('unreachableText')}
              </Banner>
            </div>
            <Link href="/" className={buttonClass('secondary', 'wide')}>
              {t('home')}
            </Link>
          </>
        )}
      </Frame>
    );
  }
  const title = link.action === 'reject' ? t('rejectTitle') : t('title');
  return (
    <Frame title={title} from={from}>
      <p className={styles.from}>{from ? t('from', { name: nameOf(from) }) : t('someone')}</p>
      {link.action === 'answer' && <p className={styles.lead}>{t('lead')}</p>}
      <JoinChoices
        link={link}
        name={from ? nameOf(from) : t('someone')}
        callType={known?.callType ?? native?.callType ?? 'video'}
        onDeciding={(deciding) => setStep(deciding ? 'deciding' : 'asked')}
        onJoined={onDone}
        onDeclined={() => setStep('declined')}
      />
      {/* Below the buttons, in a place that is kept: what comes and goes moves nothing that is about to be tapped. */}
      <div className={styles.aside}>
        {state === null && (
          <p role="status" className={styles.looking}>
            <Spinner />
            {t('looking')}
          </p>
        )}
        {state?.state === 'unreachable' && (
          <Banner tone="warning" title={t('unreachableTitle')}>
            {t('unreachableText')}
          </Banner>
        )}
        {state?.state === 'ringing' && <OtherAccount callee={state.callee} />}
      </div>
    </Frame>
  );
}

function overKey(reason: Reason) {
  switch (reason) {
    case 'answered_elsewhere':
    case 'rejected_elsewhere':
    case 'cancelled':
    case 'missed':
      return reason;
    default:
      return 'other';
  }
}

function JoinChoices({
  link,
  name,
  callType,
  onDeciding,
  onJoined,
  onDeclined,
}: {
  readonly link: TicketLink;
  readonly name: string;
  readonly callType: 'audio' | 'video';
  readonly onDeciding: (deciding: boolean) => void;
  readonly onJoined: () => void;
  readonly onDeclined: () => void;
}) {
  const t = useTranslations('call.join');
  const client = useCallClient();
  const tell = useTellOutcome();
  const carriesCalls = useCarriesCalls();
  const [busy, setBusy] = useState<'video' | 'audio' | 'decline' | null>(null);
  const { invitation, ticket, address } = link.ticket;
  const join = async (video: boolean) => {
    // The intent first: it captures inside this very tap.
    const answered = client.answerTicket(invitation, ticket, address, {
      video,
      from: link.native?.from,
    });
    setBusy(video ? 'video' : 'audio');
    onDeciding(true);
    const joined = await tell(answered, name);
    setBusy(null);
    if (joined) onJoined();
    else onDeciding(false);
  };
  const decline = async () => {
    setBusy('decline');
    onDeciding(true);
    const done = await tell(client.declineTicket(link.ticket), name);
    setBusy(null);
    if (done) onDeclined();
    else onDeciding(false);
  };
  const declineButton = (
    <Button
      kind={link.action === 'reject' ? 'end' : 'danger'}
      width="wide"
      busy={busy === 'decline'}
      icon={<PhoneOff aria-hidden="true" size={20} />}
      className={link.action === 'answer' ? styles.lowest : undefined}
      onClick={() => void decline()}
    >
      {t('decline')}
    </Button>
  );
  if (!carriesCalls) {
    return (
      <div className={styles.choices}>
        <Banner tone="bad" title={t('cannotTitle')}>
          {t('cannot')}
        </Banner>
        {declineButton}
      </div>
    );
  }
  return (
    <div className={styles.choices}>
      {link.action === 'reject' && declineButton}
      {callType === 'video' && (
        <Button
          kind="answer"
          width="wide"
          busy={busy === 'video'}
          icon={<Video aria-hidden="true" size={20} />}
          onClick={() => void join(true)}
        >
          {t('join')}
        </Button>
      )}
      <Button
        kind={callType === 'video' ? 'secondary' : 'answer'}
        width="wide"
        busy={busy === 'audio'}
        icon={<Phone aria-hidden="true" size={20} />}
        onClick={() => void join(false)}
      >
        {callType === 'video' ? t('joinAudio') : t('join')}
      </Button>
      {link.action === 'answer' && declineButton}
    </div>
  );
}

/** Says that somebody else is signed in here than the one who is called. */
function OtherAccount({ callee }: { readonly callee: string | undefined }) {
  const t = useTranslations('call.join');
  const session = useSession();
  if (session.status !== 'signed-in' || callee === undefined) return null;
  if (callee === session.me.address) return null;
  return <Banner tone="information">{t('signedInAs', { name: session.me.display_name })}</Banner>;
}

function HomeLink() {
  const t = useTranslations('call.join');
  return (
    <Link href="/" className={buttonClass('primary', 'wide')}>
      {t('home')}
    </Link>
  );
}

function Frame({
  title,
  from,
  children,
}: {
  readonly title: string;
  readonly from: Peer | null;
  readonly children: ReactNode;
}) {
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <div className={styles.face}>
          {from ? (
            <Avatar address={from.address} name={nameOf(from)} size="large" />
          ) : (
            <Logo size={56} />
          )}
        </div>
        <h1 className={styles.title}>{title}</h1>
        {children}
      </div>
    </main>
  );
}
