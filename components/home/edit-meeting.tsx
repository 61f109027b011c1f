'use client';

import { SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { notify } from '@/components/ui/notices';
import type { RoomEntry } from '@/lib/platform/own';
import { useChangeMeeting } from '@/lib/web/hooks/meetings';
import { MeetingForm, type MeetingChoices } from './meeting-form';

/** Opens the form that changes a meeting. */
export function EditMeetingButton({ meeting }: { readonly meeting: RoomEntry }) {
  const t = useTranslations('home.meetings');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        icon={<SlidersHorizontal aria-hidden="true" size={18} />}
        onClick={() => setOpen(true)}
      >
        {t('edit')}
      </Button>
      {open && <EditMeetingDialog meeting={meeting} onClose={() => setOpen(false)} />}
    </>
  );
}

function EditMeetingDialog({
  meeting,
  onClose,
}: {
  readonly meeting: RoomEntry;
  readonly onClose: () => void;
}) {
  const t = useTranslations('home.meetings');
  const change = useChangeMeeting(meeting.address);
  const submit = ({ name, pin, guest_pin, waiting_room, guests, shares }: MeetingChoices) => {
    const choices = { pin, guest_pin, waiting_room, guests, shares };
    change.mutate(
      { ...choices, ...(name !== '' && { name }) },
      {
        onSuccess: () => {
          onClose();
          notify({ tone: 'good', text: t('changed') });
        },
      },
    );
  };
  return (
    <Dialog open onClose={onClose} title={t('editTitle')} description={t('editText')}>
      <MeetingForm
        meeting={meeting}
        submit={t('save')}
        busy={change.isPending}
        error={change.error}
        onSubmit={submit}
        onClose={onClose}
      />
    </Dialog>
  );
}
