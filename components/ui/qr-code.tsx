'use client';

import { encode } from 'uqr';

import styles from './qr-code.module.css';

/**
 * A link as a QR code: dark on light in both themes, since not every camera reads the reverse. Never one
 * with the ticket of a call: whoever photographs a screen would be in that call.
 */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  if (holdsTicket(text)) return null;
  const { data, size } = encode(text, { ecc: 'M', border: 3 });
  const modules = data.flatMap((row, y) =>
    row.flatMap((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : [])),
  );
  return (
    <svg
      role="img"
      aria-label={label}
      className={styles.code}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={modules.join('')} fill="#000" />
    </svg>
  );
}

/** Whether a link lets its holder into one running call. */
export function holdsTicket(link: string): boolean {
  return /[#&?]ticket=/.test(link);
}
