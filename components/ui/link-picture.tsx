'use client';

import { QrCode as Sign } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { CopyButton } from './copy-button';
import { Dialog, DialogActions } from './dialog';
import { IconButton } from './icon-button';
import styles from './link-picture.module.css';

// Drawn for those alone who ask for it.
const QrCode = dynamic(() => import('./qr-code').then((module) => module.QrCode));

/** Shows a link as a QR code: it moves from this screen to a phone without being typed. */
export function LinkPictureButton({ link }: { readonly link: string }) {
  const t = useTranslations('common');
  const [open, setOpen] = useState(false);
  return (
    <>
      <IconButton label={t('qrShow')} onClick={() => setOpen(true)}>
        <Sign aria-hidden="true" size={18} />
      </IconButton>
      {open && (
        <Dialog open onClose={() => setOpen(false)} title={t('qrTitle')}>
          <LinkPicture link={link} />
          <p className={styles.link}>{link}</p>
          <DialogActions>
            <CopyButton kind="primary" text={link} label={t('copyLink')} words={t('copyLink')} />
          </DialogActions>
        </Dialog>
      )}
    </>
  );
}

/** A link as a QR code, with what to do with it. */
export function LinkPicture({ link }: { readonly link: string }) {
  const t = useTranslations('common');
  return (
    <div className={styles.picture}>
      <div className={styles.code}>
        <QrCode text={link} label={t('qrLabel')} />
      </div>
      <p className={styles.words}>{t('qrText')}</p>
    </div>
  );
}
