import { generate } from 'selfsigned';

/** What a local server shows, and what its clients trust. */
export interface LocalCertificate {
  /** PEM. */
  readonly certificate: string;
  /** PEM. */
  readonly privateKey: string;
  /** PEM: what a client takes for the authority; the certificate is signed by itself. */
  readonly authority: string;
}

const dayMilliseconds = 86_400_000;

/** Makes a certificate of localhost, further names and the loopback addresses, good for a year. */
export async function makeCertificate(names: readonly string[] = []): Promise<LocalCertificate> {
  const now = Date.now();
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - dayMilliseconds),
    notAfterDate: new Date(now + 365 * dayMilliseconds),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...['localhost', ...names].map((value) => ({ type: 2, value }) as const),
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  return { certificate: made.cert, privateKey: made.private, authority: made.cert };
}
