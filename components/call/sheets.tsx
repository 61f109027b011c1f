'use client';

import { useTranslations } from 'use-intl';

import { CaptureHelp } from '@/components/check/capture-help';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Switch } from '@/components/ui/switch';
import { useCallClient } from '@/lib/web/hooks/calls';
import { useMayRecogniseHere } from '@/lib/web/hooks/captions';
import { useCanShareScreen, usePreferences } from '@/lib/web/hooks/page';
import { useInApp } from '@/lib/web/hooks/shim';
import type { CallView, CaptureProblem } from '@/lib/web/call/view';
import { CopyDiagnostics } from './copy-diagnostics';
import styles from './sheets.module.css';
import type { Sheet } from './stage-state';

/** What is read or set once in a while, over the stage. */
export function Sheets({
  call,
  sheet,
  onClose,
}: {
  readonly call: CallView;
  readonly sheet: Sheet | null;
  readonly onClose: () => void;
}) {
  const t = useTranslations('call');
  const problem = helpFor(call, sheet);
  // Within the app the way to the settings comes first.
  const leadsAway = useInApp() && problem === 'denied';
  return (
    <>
      <Dialog over="call" open={sheet === 'details'} onClose={onClose} title={t('details.title')}>
        <Details call={call} />
      </Dialog>
      <Dialog
        over="call"
        open={sheet === 'keys'}
        onClose={onClose}
        title={t('keys.title')}
        description={t('keys.text')}
      >
        <Keys />
      </Dialog>
      <Dialog
        over="call"
        open={sheet === 'microphoneHelp' || sheet === 'cameraHelp'}
        onClose={onClose}
        title={t('capture.how')}
      >
        <CaptureHelp problem={problem} />
        <TryAgain call={call} kind={leadsAway ? 'secondary' : 'primary'} onDone={onClose} />
      </Dialog>
    </>
  );
}

function helpFor(call: CallView, sheet: Sheet | null): CaptureProblem {
  const side = sheet === 'cameraHelp' ? call.own.camera : call.own.microphone;
  return side.problem ?? 'denied';
}

function TryAgain({
  call,
  kind,
  onDone,
}: {
  readonly call: CallView;
  readonly kind: 'primary' | 'secondary';
  readonly onDone: () => void;
}) {
  const t = useTranslations('call.capture');
  const client = useCallClient();
  return (
    <Button
      kind={kind}
      width="wide"
      onClick={() => {
        client.rearm(call.key);
        onDone();
      }}
    >
      {t('tryAgain')}
    </Button>
  );
}

function Details({ call }: { readonly call: CallView }) {
  const t = useTranslations('call.details');
  return (
    <>
      <section className={styles.part}>
        <h3 className={styles.heading}>{t('verification')}</h3>
        {call.verification ? (
          <>
            <p className={styles.digits}>
              {call.verification.split(' ').map((group, index) => (
                <span key={index}>{group}</span>
              ))}
            </p>
            <p className={styles.text}>{t('verificationText')}</p>
          </>
        ) : (
          <p className={styles.text}>
            {call.kind === 'gateway' ? t('verificationWaits') : t(`protection.${call.protection}`)}
          </p>
        )}
      </section>
      <section className={styles.part}>
        <h3 className={styles.heading}>{t('diagnostics')}</h3>
        <p className={styles.text}>{t('diagnosticsText')}</p>
        <CopyDiagnostics call={call} />
      </section>
    </>
  );
}

function Keys() {
  const t = useTranslations('call.keys');
  const [{ keys }, change] = usePreferences();
  const tCaptions = useTranslations('call.captions');
  const canShare = useCanShareScreen();
  const mayCaption = useMayRecogniseHere();
  const rows = [
    ['M', t('microphone')],
    ['V', t('camera')],
    ...(canShare ? ([['S', t('share')]] as const) : []),
    ...(mayCaption ? ([['T', tCaptions('key')]] as const) : []),
    ['F', t('fullScreen')],
    [t('escapeKey'), t('escape')],
    ['?', t('help')],
  ] as const;
  return (
    <>
      <dl className={styles.keys}>
        {rows.map(([key, words]) => (
          <div key={key} className={styles.key}>
            <dt>
              <kbd className={styles.cap}>{key}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <label className={styles.switch}>
        <span className={styles.switchWords}>{t('on')}</span>
        <Switch checked={keys} onChange={(event) => change({ keys: event.target.checked })} />
      </label>
    </>
  );
}
