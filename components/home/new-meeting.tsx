'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { goToFragment } from '@/components/navigation/fragment';
import { writePlace } from '@/components/navigation/place';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { notify } from '@/components/ui/notices';
import { useCreateMeeting } from '@/lib/web/hooks/meetings';
import { useConfig } from '@/lib/web/hooks/page';
import { focusNextDetail } from './arrival';
import { MeetingForm, type MeetingChoices } from './meeting-form';

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
  const config = useConfig();
  const create = useCreateMeeting();
  const submit = ({ name, pin, guest_pin, ...choices }: MeetingChoices) => {
    create.mutate(
      {
        ...choices,
        ...(name !== '' && { name }),
        ...(pin !== null && { pin }),
        ...(guest_pin !== null && { guest_pin }),
      },
      {
        onSuccess: (meeting) => {
          onClose();
          focusNextDetail();
          notify({ tone: 'good', text: t('created', { name: meeting.name }) });
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
      description={
        config?.livekit === undefined
          ? t('createText', { size: config?.mesh_size ?? usualSize })
          : t('createTextLarge')
      }
    >
      <MeetingForm
        submit={t('submit')}
        busy={create.isPending}
        error={create.error}
        onSubmit={submit}
        onClose={onClose}
      />
    </Dialog>
  );
}
