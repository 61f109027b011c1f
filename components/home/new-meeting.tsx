'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { goToFragment } from '@/components/navigation/fragment';
import { writePlace } from '@/components/navigation/place';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions } from '@/components/ui/dialog';
import { Field, TextInput } from '@/components/ui/field';
import { Form, type FormFields } from '@/components/ui/form';
import { useProblemText } from '@/components/ui/problem-words';
import { useCreateMeeting } from '@/lib/web/hooks/meetings';
import { useConfig } from '@/lib/web/hooks/page';

/** Opens the form for a new meeting. */
export function NewMeetingButton() {
  const t = useTranslations('home.meetings');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        kind="primary"
        icon={<Plus aria-hidden="true" size={18} />}
        onClick={() => setOpen(true)}
      >
        {t('create')}
      </Button>
      {open && <NewMeetingDialog onClose={() => setOpen(false)} />}
    </>
  );
}

/** How many people a meeting carries where the configuration has not come yet. */
const usualSize = 4;

/** The form for a new meeting. */
export function NewMeetingDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('home.meetings');
  const tCommon = useTranslations('common');
  const config = useConfig();
  const create = useCreateMeeting();
  const problemText = useProblemText();
  const [pinWrong, setPinWrong] = useState(false);
  const submit = (field: FormFields) => {
    const name = field('name').trim();
    const pin = field('pin').trim();
    const right = pin === '' || /^\d{4,20}$/.test(pin);
    setPinWrong(!right);
    if (!right) return;
    create.mutate(
      { ...(name !== '' && { name }), ...(pin !== '' && { pin }) },
      {
        onSuccess: (meeting) => {
          onClose();
          goToFragment(writePlace({ list: 'meetings', address: meeting.address }));
        },
      },
    );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('createTitle')}
      description={t('createText', { size: config?.mesh_size ?? usualSize })}
    >
      <Form onSubmit={submit}>
        {create.isError && <Banner tone="bad">{problemText(create.error)}</Banner>}
        <Field label={t('name')}>
          {(control) => (
            <TextInput
              {...control}
              name="name"
              placeholder={t('namePlaceholder')}
              autoComplete="off"
              maxLength={80}
            />
          )}
        </Field>
        <Field label={t('pin')} hint={t('pinHint')} error={pinWrong ? t('pinWrong') : undefined}>
          {(control) => (
            <TextInput
              {...control}
              name="pin"
              inputMode="numeric"
              autoComplete="off"
              maxLength={20}
            />
          )}
        </Field>
        <DialogActions>
          <Button onClick={onClose}>{tCommon('cancel')}</Button>
          <Button type="submit" kind="primary" busy={create.isPending}>
            {t('submit')}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
