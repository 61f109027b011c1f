'use client';

import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';

import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Field, TextInput } from '@/components/ui/field';
import { Form, type FormFields } from '@/components/ui/form';
import { Group, Row } from '@/components/ui/group';
import { Switch } from '@/components/ui/switch';
import { guestName } from '@/lib/web/guest-name';
import { useCallClient } from '@/lib/web/hooks/calls';
import { useSecondsUntil } from '@/lib/web/hooks/seconds-until';
import type { CallProblem } from '@/lib/web/call/view';
import { CannotEncrypt } from './cannot-encrypt';
import { PinWait } from './pin-wait';
import { useProblemWords } from './intents';

/** What is in the way of joining. `at`: ms since 1970. */
type Obstacle =
  | { readonly is: 'name' | 'pin_missing' | 'pin_wrong' }
  | { readonly is: 'wait'; readonly seconds: number; readonly at: number }
  | { readonly is: 'problem'; readonly problem: CallProblem };

/** Name, PIN and what begins switched on; capture and joining begin with the tap alone. */
export function GuestForm({
  address,
  wantsPin,
}: {
  readonly address: string;
  readonly wantsPin: boolean;
}) {
  const t = useTranslations('call.guest');
  const client = useCallClient();
  const words = useProblemWords();
  const [obstacle, setObstacle] = useState<Obstacle | null>(null);
  const [pinAsked, setPinAsked] = useState(wantsPin);
  const [busy, setBusy] = useState(false);
  const waitsUntil = obstacle?.is === 'wait' ? obstacle.at + obstacle.seconds * 1_000 : null;
  const waits = useSecondsUntil(waitsUntil) > 0;

  const join = async (field: FormFields) => {
    const name = field('name').trim();
    const pin = field('pin').trim();
    if (busy || waits) return;
    const missing = name === '' ? 'name' : pinAsked && pin === '' ? 'pin_missing' : null;
    if (missing !== null) {
      setObstacle({ is: missing });
      return;
    }
    // The intent first: it captures inside this very tap.
    const joined = client.connect({
      channel: address,
      callType: 'video',
      guestName: name,
      password: pin,
      microphone: field('microphone') !== '',
      camera: field('camera') !== '',
    });
    guestName.keep(name);
    setBusy(true);
    setObstacle(null);
    const outcome = await joined;
    setBusy(false);
    if (outcome.ok) return;
    const found = obstacleOf(outcome.problem, pin !== '');
    if (found.is === 'pin_missing' || found.is === 'pin_wrong') setPinAsked(true);
    setObstacle(found);
  };

  return (
    <Form onSubmit={(field) => void join(field)}>
      {obstacle?.is === 'wait' && waits && <PinWait key={obstacle.at} seconds={obstacle.seconds} />}
      {/* What the tap met says it all. */}
      {!isToldAtTap(obstacle) && <CannotEncrypt address={address} />}
      {obstacle?.is === 'problem' && <Banner tone="bad">{words(obstacle.problem, address)}</Banner>}
      <Field
        label={t('name')}
        hint={t('nameHint')}
        error={obstacle?.is === 'name' ? t('nameMissing') : undefined}
      >
        {(control) => (
          <TextInput
            {...control}
            name="name"
            autoComplete="name"
            defaultValue={guestName.kept()}
            maxLength={60}
            enterKeyHint={pinAsked ? 'next' : 'go'}
            required
          />
        )}
      </Field>
      {pinAsked && (
        <Field label={t('pin')} hint={t('pinHint')} error={pinError(obstacle, t)}>
          {(control) => (
            <TextInput
              {...control}
              name="pin"
              inputMode="numeric"
              autoComplete="off"
              enterKeyHint="go"
              maxLength={20}
              required
            />
          )}
        </Field>
      )}
      <Group>
        <CaptureChoice name="microphone" label={t('microphone')} />
        <CaptureChoice name="camera" label={t('camera')} />
      </Group>
      <Button type="submit" kind="primary" width="wide" busy={busy} disabled={waits}>
        {t('submit')}
      </Button>
    </Form>
  );
}

function CaptureChoice({
  name,
  label,
}: {
  readonly name: 'microphone' | 'camera';
  readonly label: string;
}) {
  const id = useId();
  return (
    <Row label={label} htmlFor={id}>
      <Switch id={id} name={name} defaultChecked />
    </Row>
  );
}

function obstacleOf(problem: CallProblem, hadPin: boolean): Obstacle {
  if (problem.kind !== 'refused') return { is: 'problem', problem };
  if (problem.because === 'wrong_pins') {
    return { is: 'wait', seconds: problem.retryAfter ?? 60, at: Date.now() };
  }
  if (problem.reason === 'pin_required') return { is: hadPin ? 'pin_wrong' : 'pin_missing' };
  return { is: 'problem', problem };
}

/** Whether the tap has said that this browser cannot encrypt: what was said before it says no more. */
function isToldAtTap(obstacle: Obstacle | null): boolean {
  if (obstacle?.is !== 'problem' || obstacle.problem.kind !== 'refused') return false;
  return obstacle.problem.because === 'cannot_encrypt';
}

function pinError(
  obstacle: Obstacle | null,
  t: ReturnType<typeof useTranslations<'call.guest'>>,
): string | undefined {
  if (obstacle?.is === 'pin_wrong') return t('pinWrong');
  return obstacle?.is === 'pin_missing' ? t('pinMissing') : undefined;
}
