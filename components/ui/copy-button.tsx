'use client';

import { Check, Copy } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';

import { copyText } from '@/lib/web/clipboard';
import { Button, type ButtonKind } from './button';
import { IconButton } from './icon-button';
import { announce, notify } from './notices';

/** Copies a text and says so on itself. With `words` it is a button with words, else a picture. */
export function CopyButton({
  text,
  label,
  words,
  kind = 'secondary',
}: {
  readonly text: string;
  /** What it copies, for those who listen. */
  readonly label: string;
  readonly words?: ReactNode;
  readonly kind?: ButtonKind;
}) {
  const t = useTranslations('common');
  const [copied, setCopied] = useState<string | null>(null);
  const done = copied === text;
  const copy = async () => {
    try {
      await copyText(text);
      setCopied(text);
      announce(t('copied'));
    } catch {
      notify({ tone: 'bad', text: t('copyFailed') });
    }
  };
  const Icon = done ? Check : Copy;
  if (words === undefined) {
    return (
      <IconButton label={label} onClick={() => void copy()}>
        <Icon aria-hidden="true" size={18} />
      </IconButton>
    );
  }
  return (
    <Button
      kind={kind}
      icon={<Icon aria-hidden="true" size={18} />}
      aria-label={label}
      onClick={() => void copy()}
    >
      {done ? t('copied') : words}
    </Button>
  );
}
