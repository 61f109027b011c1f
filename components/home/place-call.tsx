'use client';

import { createContext, use, useMemo, useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';

import { useProblemWords } from '@/components/call/intents';
import { PinWait } from '@/components/call/pin-wait';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions } from '@/components/ui/dialog';
import { Field, TextInput } from '@/components/ui/field';
import { Form } from '@/components/ui/form';
import { notify } from '@/components/ui/notices';
import type { AskedMeeting } from '@/lib/web/call/ask-meeting';
import type { CallIntent } from '@/lib/web/call/view';
import { usePinCheck } from '@/lib/web/hooks/asked-meeting';
import { useCallClient } from '@/lib/web/hooks/calls';
import { useSecondsUntil } from '@/lib/web/hooks/seconds-until';
import { useWantedCall } from '@/lib/web/hooks/shim';

type PlaceCall = (intent: CallIntent) => void;

const Placer = createContext<PlaceCall | null>(null);

/** Calls an address or a number, inside the person's tap; asks for a PIN where one is wanted. */
export function usePlaceCall(): PlaceCall {
  const place = use(Placer);
  if (place === null) throw new Error('Calls are placed from the signed-in pages.');
  return place;
}

/** Lets everything within place calls, and tells the person when one leads nowhere. */
export function CallPlacer({ children }: { readonly children: ReactNode }) {
  const client = useCallClient();
  const words = useProblemWords();
  const [pinWanted, setPinWanted] = useState<CallIntent | null>(null);
  const place = useMemo<PlaceCall>(
    () => (intent) => {
      setPinWanted(null);
      void client.connect(intent).then((outcome) => {
        if (outcome.ok) return;
        const { problem } = outcome;
        if (problem.kind === 'refused' && problem.reason === 'pin_required') setPinWanted(intent);
        else notify({ tone: 'bad', text: words(problem, intent.displayName ?? intent.channel) });
      });
    },
    [client, words],
  );
  useWantedCall(place);
  return (
    <Placer value={place}>
      {children}
      {pinWanted && (
        <PinDialog intent={pinWanted} onClose={() => setPinWanted(null)} onJoin={place} />
      )}
    </Placer>
  );
}

function PinDialog({
  intent,
  onClose,
  onJoin,
}: {
  readonly intent: CallIntent;
  readonly onClose: () => void;
  readonly onJoin: PlaceCall;
}) {
  const t = useTranslations('home.pinWanted');
  const tCommon = useTranslations('common');
  const words = useProblemWords();
  const name = intent.displayName ?? intent.channel;
  const check = usePinCheck(intent.channel);
  const [wait, setWait] = useState({ seconds: 0, until: 0 });
  const waits = useSecondsUntil(wait.until) > 0;
  const isWrong = check.data ? wantsPin(check.data) : intent.password !== undefined;
  const join = (pin: string) => {
    if (pin === '' || check.isPending || waits) return;
    check.mutate(pin, {
      onSuccess(asked) {
        if (asked.state === 'wait') {
          setWait({ seconds: asked.seconds, until: Date.now() + asked.seconds * 1_000 });
        } else if (asked.state !== 'unreachable' && !wantsPin(asked)) {
          onJoin({ ...intent, password: pin });
        }
      },
    });
  };
  return (
    <Dialog open onClose={onClose} title={t('title')} description={t('text', { name })}>
      <Form onSubmit={(field) => join(field('pin').trim())}>
        {waits && <PinWait key={wait.until} seconds={wait.seconds} />}
        {check.data?.state === 'unreachable' && !check.isPending && (
          <Banner tone="bad">{words({ kind: 'network' }, name)}</Banner>
        )}
        <Field label={t('label')} error={isWrong && !check.isPending ? t('wrong') : undefined}>
          {(control) => (
            <TextInput {...control} name="pin" inputMode="numeric" autoComplete="off" required />
          )}
        </Field>
        <DialogActions>
          <Button onClick={onClose}>{tCommon('cancel')}</Button>
          <Button type="submit" kind="primary" busy={check.isPending} disabled={waits}>
            {t('submit')}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}

function wantsPin(asked: AskedMeeting): boolean {
  return asked.state === 'open' && asked.wantsPin;
}
