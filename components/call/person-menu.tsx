'use client';

import {
  EllipsisVertical,
  Hand,
  Mic,
  MicOff,
  Pin,
  PinOff,
  ShieldCheck,
  ShieldOff,
  UserMinus,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem, MenuLine } from '@/components/ui/menu';
import type { CallView, RemoteView } from '@/lib/web/call/view';
import { tileKey } from './arrangement';
import { useActAsHost } from './host-intents';
import { nameOf } from './scene';
import type { StageView } from './stage-view';

/** What one can do with somebody in a meeting: everyone pins; a host does the rest. */
export function PersonMenu({
  call,
  remote,
  view,
}: {
  readonly call: CallView;
  readonly remote: RemoteView;
  readonly view: StageView;
}) {
  const t = useTranslations('call.meeting');
  const [removing, setRemoving] = useState(false);
  const act = useActAsHost(call);
  const name = nameOf(remote);
  const key = tileKey(remote.uuid);
  const pinned = view.choice.pinned === key;
  return (
    <>
      <Menu
        over="call"
        trigger={
          <IconButton label={t('person.actions', { name })}>
            <EllipsisVertical aria-hidden="true" size={20} />
          </IconButton>
        }
      >
        {call.remotes.length > 1 && (
          <MenuItem
            icon={
              pinned ? (
                <PinOff aria-hidden="true" size={20} />
              ) : (
                <Pin aria-hidden="true" size={20} />
              )
            }
            onSelect={() => view.pin(pinned ? null : key)}
          >
            {pinned ? t('person.unpin') : t('person.pin')}
          </MenuItem>
        )}
        {call.role === 'HOST' && (
          <HostItems call={call} remote={remote} onRemove={() => setRemoving(true)} />
        )}
      </Menu>
      <ConfirmDialog
        over="call"
        open={removing}
        onClose={() => setRemoving(false)}
        onConfirm={() => {
          setRemoving(false);
          void act({ do: 'remove', participant: remote.uuid });
        }}
        title={t('host.removeTitle', { name })}
        description={t('host.removeText')}
        action={t('person.remove')}
      />
    </>
  );
}

function HostItems({
  call,
  remote,
  onRemove,
}: {
  readonly call: CallView;
  readonly remote: RemoteView;
  readonly onRemove: () => void;
}) {
  const t = useTranslations('call.meeting.person');
  const act = useActAsHost(call);
  const participant = remote.uuid;
  return (
    <>
      {remote.handSince !== null && (
        <MenuItem
          icon={<Hand aria-hidden="true" size={20} />}
          onSelect={() => void act({ do: 'lowerHand', participant })}
        >
          {t('lowerHand')}
        </MenuItem>
      )}
      {remote.mutedByHost ? (
        <MenuItem
          icon={<Mic aria-hidden="true" size={20} />}
          onSelect={() => void act({ do: 'unmute', participant })}
        >
          {t('unmute')}
        </MenuItem>
      ) : (
        <MenuItem
          icon={<MicOff aria-hidden="true" size={20} />}
          onSelect={() => void act({ do: 'mute', participant })}
        >
          {t('mute')}
        </MenuItem>
      )}
      {remote.isHost ? (
        <MenuItem
          icon={<ShieldOff aria-hidden="true" size={20} />}
          onSelect={() => void act({ do: 'makeGuest', participant })}
        >
          {t('makeGuest')}
        </MenuItem>
      ) : (
        <MenuItem
          icon={<ShieldCheck aria-hidden="true" size={20} />}
          onSelect={() => void act({ do: 'makeHost', participant })}
        >
          {t('makeHost')}
        </MenuItem>
      )}
      <MenuLine />
      <MenuItem kind="danger" icon={<UserMinus aria-hidden="true" size={20} />} onSelect={onRemove}>
        {t('remove')}
      </MenuItem>
    </>
  );
}
