'use client';

import { Copy } from 'lucide-react';
import { useTranslations } from 'use-intl';

import { Button, type ButtonKind } from '@/components/ui/button';
import { notify } from '@/components/ui/notices';
import { copyText } from '@/lib/web/clipboard';
import { useCallClient } from '@/lib/web/hooks/calls';
import type { CallView } from '@/lib/web/call/view';

/** Copies the quality record of a call, one that goes on or one that is over, for an administrator. */
export function CopyDiagnostics({
  call,
  kind = 'secondary',
}: {
  readonly call: CallView;
  readonly kind?: ButtonKind;
}) {
  const t = useTranslations('call.details');
  const tCommon = useTranslations('common');
  const client = useCallClient();
  const copy = async () => {
    try {
      await copyText(client.diagnostics(call.key));
      notify({ tone: 'good', text: t('copied') });
    } catch {
      notify({ tone: 'bad', text: tCommon('copyFailed') });
    }
  };
  return (
    <Button
      kind={kind}
      width="wide"
      icon={<Copy aria-hidden="true" size={20} />}
      onClick={() => void copy()}
    >
      {t('copy')}
    </Button>
  );
}
