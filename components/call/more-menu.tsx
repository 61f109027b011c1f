'use client';

import {
  Eye,
  EyeOff,
  Hand,
  Info,
  Keyboard,
  LayoutGrid,
  Maximize,
  MessageSquare,
  Minimize,
  Pause,
  Play,
  PictureInPicture,
  PictureInPicture2,
  ScreenShare,
  ScreenShareOff,
  Users,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';

import { Menu, MenuItem, MenuLine } from '@/components/ui/menu';
import { useCallClient } from '@/lib/web/hooks/calls';
import type { CallView } from '@/lib/web/call/view';
import { CaptionItems } from './captions-menu';
import { controlClass } from './control-button';
import { AudioRoutes, DeviceChoices, useDeviceLists } from './devices-menu';
import { useFloating } from './floating';
import { useFullScreen } from './full-screen';
import { useMediaQuery } from './media-query';
import { useSharing } from './sharing';
import type { Panel, Sheet } from './stage-state';
import type { StageView } from './stage-view';
import type { BarRoom } from './wide';
import styles from './more-menu.module.css';

/** What is wanted less often, and what has no place in the bar. */
export function MoreMenu({
  call,
  view,
  room,
  unread,
  onPanel,
  onSheet,
  children,
}: {
  readonly call: CallView;
  readonly view: StageView;
  readonly room: BarRoom;
  readonly unread: number;
  readonly onPanel: (panel: Panel) => void;
  readonly onSheet: (sheet: Sheet) => void;
  readonly children: ReactNode;
}) {
  const t = useTranslations('call.controls');
  const hasKeyboard = useMediaQuery('(hover: hover) and (pointer: fine)');
  const fullScreen = useFullScreen();
  const client = useCallClient();
  const lists = useDeviceLists();
  const sharing = useSharing(call);
  const floating = useFloating(call);
  return (
    <Menu
      over="call"
      side="top"
      align="center"
      trigger={
        <button type="button" aria-label={t('more')} title={t('more')} className={controlClass}>
          {children}
          {room === 'few' && unread > 0 && <span aria-hidden="true" className={styles.badge} />}
        </button>
      }
    >
      {room !== 'all' && (
        <>
          <AudioRoutes />
          {sharing.change && (
            <MenuItem
              icon={
                sharing.on ? (
                  <ScreenShareOff aria-hidden="true" size={20} />
                ) : (
                  <ScreenShare aria-hidden="true" size={20} />
                )
              }
              onSelect={sharing.change}
            >
              {sharing.on ? t('stopSharing') : t('share')}
            </MenuItem>
          )}
        </>
      )}
      {room === 'few' && (
        <>
          <MenuItem
            icon={<Users aria-hidden="true" size={20} />}
            onSelect={() => onPanel('people')}
          >
            {t('people')}
          </MenuItem>
          <MenuItem
            icon={<MessageSquare aria-hidden="true" size={20} />}
            onSelect={() => onPanel('chat')}
          >
            {unread > 0 ? t('chatUnread', { count: unread }) : t('chat')}
          </MenuItem>
        </>
      )}
      {room !== 'all' && call.kind === 'conference' && <HandItem call={call} />}
      <ViewItems call={call} view={view} />
      {call.held ? (
        <MenuItem
          icon={<Play aria-hidden="true" size={20} />}
          onSelect={() => client.resume(call.key)}
        >
          {t('resume')}
        </MenuItem>
      ) : (
        <MenuItem
          icon={<Pause aria-hidden="true" size={20} />}
          onSelect={() => client.hold(call.key)}
        >
          {t('hold')}
        </MenuItem>
      )}
      <CaptionItems />
      {floating.change && (
        <MenuItem
          icon={<PictureInPicture aria-hidden="true" size={20} />}
          onSelect={floating.change}
        >
          {floating.on ? t('unfloat') : t('float')}
        </MenuItem>
      )}
      {fullScreen.change && (
        <MenuItem
          icon={
            fullScreen.on ? (
              <Minimize aria-hidden="true" size={20} />
            ) : (
              <Maximize aria-hidden="true" size={20} />
            )
          }
          onSelect={fullScreen.change}
        >
          {fullScreen.on ? t('leaveFullScreen') : t('fullScreen')}
        </MenuItem>
      )}
      <MenuItem icon={<Info aria-hidden="true" size={20} />} onSelect={() => onSheet('details')}>
        {t('details')}
      </MenuItem>
      {hasKeyboard && (
        <MenuItem icon={<Keyboard aria-hidden="true" size={20} />} onSelect={() => onSheet('keys')}>
          {t('keys')}
        </MenuItem>
      )}
      {room !== 'all' && lists.length > 0 && (
        <>
          <MenuLine />
          <DeviceChoices lists={lists} />
        </>
      )}
    </Menu>
  );
}

function HandItem({ call }: { readonly call: CallView }) {
  const t = useTranslations('call.meeting');
  const client = useCallClient();
  const raised = call.meeting.handSince !== null;
  return (
    <MenuItem
      icon={<Hand aria-hidden="true" size={20} />}
      onSelect={() => client.setHand(call.key, !raised)}
    >
      {raised ? t('lowerHand') : t('raiseHand')}
    </MenuItem>
  );
}

/** How one sees the others, and whether oneself. */
function ViewItems({ call, view }: { readonly call: CallView; readonly view: StageView }) {
  const t = useTranslations('call.meeting');
  const { arrangement, choice } = view;
  // A screen is large in either layout.
  const several =
    (arrangement.as === 'grid' || arrangement.as === 'speaker') &&
    view.tiles.every(({ source }) => source === 'camera');
  return (
    <>
      {several &&
        (arrangement.as === 'grid' ? (
          <MenuItem
            icon={<PictureInPicture2 aria-hidden="true" size={20} />}
            onSelect={() => view.show('speaker')}
          >
            {t('speakerView')}
          </MenuItem>
        ) : (
          <MenuItem
            icon={<LayoutGrid aria-hidden="true" size={20} />}
            onSelect={() => view.show('grid')}
          >
            {t('gridView')}
          </MenuItem>
        ))}
      {(call.own.camera.on || view.own === 'tile' || choice.ownHidden) && (
        <MenuItem
          icon={
            choice.ownHidden ? (
              <Eye aria-hidden="true" size={20} />
            ) : (
              <EyeOff aria-hidden="true" size={20} />
            )
          }
          onSelect={() => view.hideOwn(!choice.ownHidden)}
        >
          {choice.ownHidden ? t('showOwn') : t('hideOwn')}
        </MenuItem>
      )}
    </>
  );
}
