'use client';

import { CircleCheck, Mic, BellRing } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useState, type ReactNode } from 'react';
import { useLocale, useTranslations } from 'use-intl';

import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import type { MySession } from '@/lib/platform/own';
import type { CaptureProblem } from '@/lib/web/call/view';
import { useMediaDevices, useSounds } from '@/lib/web/hooks/page';
import { QueryProvider } from '@/lib/web/hooks/query-provider';
import { useTestRing } from '@/lib/web/hooks/ring-test';
import { useStartSignedIn } from '@/components/shell/start';
import { enterHome } from './enter-home';
import { EntryPage, entryStyles } from './entry-page';

/** After the password: the microphone, then a ring test, so that the first real call finds both ready. */
export function FirstDevice({ me }: { readonly me: MySession }) {
  return (
    <QueryProvider>
      <Steps me={me} />
    </QueryProvider>
  );
}

function Steps({ me }: { readonly me: MySession }) {
  const language = useLocale();
  const router = useRouter();
  const [step, setStep] = useState<'microphone' | 'ring'>('microphone');
  useStartSignedIn();
  useEffect(() => {
    document.querySelector('h1')?.focus();
  }, [step]);
  return step === 'microphone' ? (
    <MicrophoneStep onDone={() => setStep('ring')} />
  ) : (
    <RingStep onDone={() => enterHome(me, language, router)} />
  );
}

function MicrophoneStep({ onDone }: { readonly onDone: () => void }) {
  const t = useTranslations('entry.invitation');
  const tStep = useTranslations('entry.invitation.stepMicrophone');
  const { request } = useMediaDevices();
  const sounds = useSounds();
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<CaptureProblem | null>(null);
  const ask = async () => {
    setAsking(true);
    void sounds.unlock();
    const came = await request({ microphone: true, camera: false });
    setAsking(false);
    setProblem(came);
    if (came === null) onDone();
  };
  return (
    <EntryPage title={tStep('title')} lead={tStep('text')} step={t('step', { step: 2, total: 3 })}>
      {problem && <Banner tone="bad">{tStep(wordsFor(problem))}</Banner>}
      <div className={entryStyles.form}>
        <Button
          kind="primary"
          width="wide"
          busy={asking}
          icon={<Mic aria-hidden="true" size={20} />}
          onClick={() => void ask()}
        >
          {tStep('submit')}
        </Button>
        <Button kind="quiet" width="wide" onClick={onDone}>
          {tStep('later')}
        </Button>
      </div>
    </EntryPage>
  );
}

function wordsFor(problem: CaptureProblem) {
  switch (problem) {
    case 'denied':
      return 'denied';
    case 'not_found':
      return 'missing';
    case 'in_use':
    case 'interrupted':
      return 'busy';
    case 'insecure':
      return 'insecure';
    case 'failed':
      return 'failed';
  }
}

function RingStep({ onDone }: { readonly onDone: () => void }) {
  const t = useTranslations('entry.invitation');
  const tStep = useTranslations('entry.invitation.stepRing');
  const sounds = useSounds();
  const { start, state, journey } = useTestRing();
  // That it rang here is enough for a start; Settings tell of every channel.
  const rang = journey.rang !== null;
  const running = state === 'running' && !rang;
  return (
    <EntryPage title={tStep('title')} lead={tStep('text')} step={t('step', { step: 3, total: 3 })}>
      <Progress>
        {state === 'failed' && <Banner tone="bad">{tStep('failed')}</Banner>}
        {rang && <Banner tone="good">{tStep('rang')}</Banner>}
        {running && (
          <Banner tone="information">
            {tStep(journey.channels.length > 0 ? 'sent' : 'asked')}
          </Banner>
        )}
      </Progress>
      <div className={entryStyles.form}>
        {!rang && (
          <Button
            kind="primary"
            width="wide"
            busy={running}
            icon={<BellRing aria-hidden="true" size={20} />}
            onClick={() => {
              void sounds.unlock();
              start();
            }}
          >
            {tStep('submit')}
          </Button>
        )}
        <Button
          kind={rang ? 'primary' : 'quiet'}
          width="wide"
          icon={rang && <CircleCheck aria-hidden="true" size={20} />}
          onClick={onDone}
        >
          {rang ? tStep('finish') : tStep('skip')}
        </Button>
      </div>
    </EntryPage>
  );
}

function Progress({ children }: { readonly children: ReactNode }) {
  return <div aria-live="polite">{children}</div>;
}
