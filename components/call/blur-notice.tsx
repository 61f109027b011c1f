'use client';

import { PersonStanding } from 'lucide-react';
import { useTranslations } from 'use-intl';

import { Spinner } from '@/components/ui/spinner';
import { useMediaDevices } from '@/lib/web/hooks/page';
import type { OwnMedia } from '@/lib/web/call/view';
import { Notice, type NoticeAction } from './notice';

/** What a person must know of the blur: `Seen`, others see the background; `Kept`, they see no picture. */
export type BlurState =
  'starting' | 'slowSeen' | 'slowKept' | 'failedSeen' | 'failedKept' | 'jerky';

/** What is to be said of one's own blur; null: nothing. */
export function blurState({ camera, blur, preview }: OwnMedia): BlurState | null {
  if (!camera.on) return null;
  if (blur.state === 'starting') return 'starting';
  if (blur.problem === null) return null;
  if (blur.state === 'on') return 'jerky';
  return `${blur.problem}${preview === null ? 'Kept' : 'Seen'}`;
}

/** That the blur begins, or does not, and what can be done then. */
export function BlurNotice({ own }: { readonly own: OwnMedia }) {
  const t = useTranslations('call.blur');
  const { chooseBlur } = useMediaDevices();
  const state = blurState(own);
  if (state === null) return null;
  const choose = (
    label: NoticeAction['label'],
    on: boolean,
    howeverSlow: boolean,
  ): NoticeAction => ({ label, run: () => chooseBlur({ on, howeverSlow }) });
  const anyway = choose(t('do.anyway'), true, true);
  const again = choose(t('do.again'), true, false);
  const leave = choose(t('do.leave'), false, false);
  const without = choose(t('do.without'), false, false);
  const taps = {
    starting: [],
    slowSeen: [anyway, leave],
    slowKept: [anyway, without],
    failedSeen: [again, leave],
    failedKept: [again, without],
    jerky: [choose(t('do.off'), false, false), choose(t('do.keep'), true, true)],
  } as const;
  const [action, otherwise] = taps[state];
  return (
    <Notice
      icon={state === 'starting' ? <Spinner /> : <PersonStanding aria-hidden="true" size={20} />}
      text={t(`state.${state}`)}
      {...(action && { action })}
      {...(otherwise && { otherwise })}
    />
  );
}
