import { createHash, X509Certificate } from 'node:crypto';

// The last list wins, so the parts of Playwright's own that matter here stand in ours too.
const disabledFeatures = [
  // Names of host candidates would need multicast DNS, which a test machine may not have.
  'WebRtcHideLocalIpsWithMdns',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'MediaRouter',
  'OptimizationHints',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
];

/**
 * How Chromium is started beside what Playwright passes of itself (no sandbox, no background
 * traffic): with a camera and a microphone that need nobody, and media over loopback.
 */
export const chromiumArguments = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--allow-loopback-in-peer-connection',
  `--disable-features=${disabledFeatures.join(',')}`,
  '--disable-quic',
];

/** Has Chromium trust a certificate (PEM) that no authority has signed, for relays by TLS as for pages. */
export function trusting(certificate: string): string {
  const key = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
  const name = createHash('sha256').update(key).digest('base64');
  return `--ignore-certificate-errors-spki-list=${name}`;
}
