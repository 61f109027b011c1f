'use client';

import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';

import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { DialogActions } from '@/components/ui/dialog';
import { Field, Select, TextInput } from '@/components/ui/field';
import { Form, type FormFields } from '@/components/ui/form';
import { useProblemText } from '@/components/ui/problem-words';
import { Switch } from '@/components/ui/switch';
import type { RoomEntry } from '@/lib/platform/own';
import styles from './meeting-form.module.css';

/** What the form of a meeting holds; null: no PIN. */
export interface MeetingChoices {
  readonly name: string;
  readonly pin: string | null;
  readonly guest_pin: string | null;
  readonly waiting_room: boolean;
  readonly guests: boolean;
  readonly shares: RoomEntry['shares'];
  readonly encrypted: boolean;
}

type WrongPin = 'none' | 'pin' | 'guest_pin' | 'same';

/** The form of a meeting: a new one, or one that is there, whose encryption cannot be changed any more. */
export function MeetingForm({
  meeting,
  submit,
  busy,
  error,
  onSubmit,
  onClose,
}: {
  readonly meeting?: RoomEntry;
  readonly submit: string;
  readonly busy: boolean;
  readonly error: Error | null;
  readonly onSubmit: (choices: MeetingChoices) => void;
  readonly onClose: () => void;
}) {
  const t = useTranslations('home.meetings');
  const tCommon = useTranslations('common');
  const problemText = useProblemText();
  const [wrong, setWrong] = useState<WrongPin>('none');
  const send = (field: FormFields) => {
    const choices = readChoices(field);
    const found = wrongPin(choices);
    setWrong(found);
    if (found === 'none') onSubmit(choices);
  };
  return (
    <Form onSubmit={send}>
      <Field label={t('name')}>
        {(control) => (
          <TextInput
            {...control}
            name="name"
            defaultValue={meeting?.name}
            placeholder={t('namePlaceholder')}
            autoComplete="off"
            maxLength={80}
          />
        )}
      </Field>
      <PinField
        name="guest_pin"
        label={t('guestPin')}
        hint={t('guestPinHint')}
        value={meeting?.guest_pin}
        error={wrong === 'guest_pin' ? t('pinWrong') : undefined}
      />
      <PinField
        name="pin"
        label={t('hostPin')}
        hint={t('hostPinHint')}
        value={meeting?.pin}
        error={wrong === 'pin' ? t('pinWrong') : wrong === 'same' ? t('pinsSame') : undefined}
      />
      <Choice
        name="waiting_room"
        label={t('waitingRoom')}
        hint={t('waitingRoomHint')}
        on={meeting?.waiting_room ?? false}
      />
      <Choice
        name="guests"
        label={t('guests')}
        hint={t('guestsHint')}
        on={meeting?.guests ?? false}
      />
      <Field label={t('shares')}>
        {(control) => (
          <Select {...control} name="shares" defaultValue={meeting?.shares ?? 'one'}>
            <option value="one">{t('sharesOne')}</option>
            <option value="several">{t('sharesSeveral')}</option>
          </Select>
        )}
      </Field>
      {!meeting && (
        <Choice name="encrypted" label={t('encrypted')} hint={t('encryptedHint')} on={false} />
      )}
      {/* Beside the button that was pressed: the form is longer than most screens. */}
      {error && <Banner tone="bad">{problemText(error)}</Banner>}
      <DialogActions>
        <Button onClick={onClose}>{tCommon('cancel')}</Button>
        <Button type="submit" kind="primary" busy={busy}>
          {submit}
        </Button>
      </DialogActions>
    </Form>
  );
}

function PinField({
  name,
  label,
  hint,
  value,
  error,
}: {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly value: string | null | undefined;
  readonly error: string | undefined;
}) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <TextInput
          {...control}
          name={name}
          defaultValue={value ?? ''}
          inputMode="numeric"
          autoComplete="off"
          maxLength={20}
        />
      )}
    </Field>
  );
}

function Choice({
  name,
  label,
  hint,
  on,
}: {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly on: boolean;
}) {
  const id = useId();
  return (
    <div className={styles.choice}>
      <div className={styles.words}>
        <label className={styles.label} htmlFor={id}>
          {label}
        </label>
        <p className={styles.hint} id={`${id}-hint`}>
          {hint}
        </p>
      </div>
      <Switch id={id} name={name} aria-describedby={`${id}-hint`} defaultChecked={on} />
    </div>
  );
}

function readChoices(field: FormFields): MeetingChoices {
  const pinOf = (name: string) => {
    const text = field(name).trim();
    return text === '' ? null : text;
  };
  return {
    name: field('name').trim(),
    pin: pinOf('pin'),
    guest_pin: pinOf('guest_pin'),
    waiting_room: field('waiting_room') !== '',
    guests: field('guests') !== '',
    shares: field('shares') === 'several' ? 'several' : 'one',
    encrypted: field('encrypted') !== '',
  };
}

function wrongPin({ pin, guest_pin }: MeetingChoices): WrongPin {
  const isPin = (text: string | null) => text === null || /^\d{4,20}$/.test(text);
  if (!isPin(guest_pin)) return 'guest_pin';
  if (!isPin(pin)) return 'pin';
  return pin !== null && pin === guest_pin ? 'same' : 'none';
}
