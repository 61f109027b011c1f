'use client';

import { CaptionsIcon, CaptionsOff, Languages } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';

import { MenuChoices, MenuItem, MenuMore, MenuSwitch } from '@/components/ui/menu';
import { useCaptions, useCaptionsClient } from '@/lib/web/hooks/captions';
import { captionNote, languageName } from './caption-words';
import { useWide } from './wide';

/** Captions in a menu: the switch with what is to be known of it, and their language; or why there are none. */
export function CaptionItems() {
  const t = useTranslations('call.captions');
  const client = useCaptionsClient();
  const captions = useCaptions();
  const wide = useWide();
  // A menu is there only while it is open: what the browser can is asked whenever that is wanted.
  useEffect(() => client.look(), [client]);
  const language = languageName(captions.language);
  const note = captionNote(captions);
  if (captions.support !== 'here') {
    const Icon = captions.support === 'none' ? CaptionsOff : CaptionsIcon;
    return (
      <MenuItem
        icon={<Icon aria-hidden="true" size={20} />}
        disabled
        note={t(`note.${note}`, { language })}
        onSelect={() => undefined}
      >
        {t('label')}
      </MenuItem>
    );
  }
  return (
    <>
      <MenuSwitch
        on={captions.phase !== 'off'}
        note={t(`note.${note}`, { language })}
        onChange={(on) => void client.setOn(on)}
      >
        {t('label')}
      </MenuSwitch>
      <MenuMore
        over="call"
        opens={wide ? 'beside' : 'within'}
        icon={<Languages aria-hidden="true" size={20} />}
        label={t('language', { language })}
      >
        <MenuChoices
          label={t('languages')}
          value={captions.language}
          choices={captions.languages.map((id) => ({ id, label: languageName(id) }))}
          onPick={(picked) => {
            const wanted = captions.languages.find((each) => each === picked);
            if (wanted) void client.setLanguage(wanted);
          }}
        />
      </MenuMore>
    </>
  );
}
