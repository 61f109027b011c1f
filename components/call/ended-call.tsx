'use client';

import { ArrowLeft, Phone, Play, Video } from 'lucide-react';
import { useTranslations } from 'use-intl';

import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import { useCallClient } from '@/lib/web/hooks/calls';
import type { CallView, Ending } from '@/lib/web/call/view';
import { Clock } from './clock';
import { CopyDiagnostics } from './copy-diagnostics';
import styles from './ended-call.module.css';
import { canCallAgain, endingKind, hasQuality } from './ending';
import { useTellOutcome } from './intents';
import { nameOf } from './scene';

/** How a call ended, in words, with the next step: never a dead end. */
export function EndedCall({
  call,
  ending,
  held,
}: {
  readonly call: CallView;
  readonly ending: Ending;
  readonly held: readonly CallView[];
}) {
  const t = useTranslations('call.ended');
  const client = useCallClient();
  const name = nameOf(call.peer);
  const kind = endingKind(ending, call.direction, call.kind);
  const title = t(`reason.${kind}.title`, { name });
  const next = t(`reason.${kind}.next`, { name });
  const waiting = held.at(-1);
  return (
    <div className={styles.ended}>
      <div className={styles.what}>
        <Avatar address={call.peer.address} name={name} size="large" />
        {!title.includes(name) && <p className={styles.name}>{name}</p>}
        <h1 className={styles.title}>{title}</h1>
        {ending.durationMs !== null && (
          <p className={styles.duration}>
            {t('duration')} <Clock seconds={Math.round(ending.durationMs / 1000)} />
          </p>
        )}
        {ending.message ? (
          <figure className={styles.message}>
            <figcaption className={styles.wrote}>{t('wrote', { name })}</figcaption>
            <blockquote className={styles.text}>{ending.message}</blockquote>
          </figure>
        ) : (
          next && <p className={styles.next}>{next}</p>
        )}
      </div>
      <div className={styles.actions}>
        {waiting && (
          <Button
            kind="primary"
            width="wide"
            icon={<Play aria-hidden="true" size={20} />}
            onClick={() => {
              client.dismiss(call.key);
              client.resume(waiting.key);
            }}
          >
            {t('resumeHeld', { name: nameOf(waiting.peer) })}
          </Button>
        )}
        {canCallAgain(kind) && <CallAgain call={call} name={name} />}
        <Button
          width="wide"
          icon={<ArrowLeft aria-hidden="true" size={20} />}
          onClick={() => client.dismiss(call.key)}
        >
          {t('back')}
        </Button>
        {hasQuality(kind, ending) && <CopyDiagnostics call={call} kind="quiet" />}
      </div>
    </div>
  );
}

function CallAgain({ call, name }: { readonly call: CallView; readonly name: string }) {
  const t = useTranslations('call.ended');
  const client = useCallClient();
  const tell = useTellOutcome();
  const { address } = call.peer;
  const callAgain = async () => {
    const intent = { channel: address, callType: call.callType, displayName: name };
    if (await tell(client.connect(intent), name)) client.dismiss(call.key);
  };
  return (
    <Button
      kind="answer"
      width="wide"
      icon={
        call.callType === 'video' ? (
          <Video aria-hidden="true" size={20} />
        ) : (
          <Phone aria-hidden="true" size={20} />
        )
      }
      onClick={() => void callAgain()}
    >
      {call.kind === 'conference' ? t('joinAgain') : t('again')}
    </Button>
  );
}
