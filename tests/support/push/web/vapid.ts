import { importJWK, jwtVerify } from 'jose';

/** Why a push service refuses an authorisation, in Apple's words; null: it does not. */
export async function checkVapid(
  header: string | undefined,
  subscribedWith: string,
  audience: string,
  now: number,
): Promise<{ readonly status: number; readonly reason: string } | null> {
  const parts = /^vapid\s+t=([^,\s]+)\s*,\s*k=([\w-]+)$/i.exec(header ?? '');
  const [token, key] = [parts?.[1], parts?.[2]];
  if (token === undefined || key === undefined) {
    return { status: 401, reason: 'MissingAuthorization' };
  }
  if (key !== subscribedWith) return { status: 403, reason: 'VapidPkHashMismatch' };
  const point = Buffer.from(key, 'base64url');
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  try {
    const { payload } = await jwtVerify(token, await importJWK(jwk, 'ES256'), {
      algorithms: ['ES256'],
      audience,
      currentDate: new Date(now),
      requiredClaims: ['exp'],
    });
    const isTooLong = (payload.exp ?? 0) * 1_000 > now + 86_400_000;
    if (isTooLong || !isSubject(payload.sub)) return { status: 403, reason: 'BadJwtToken' };
    return null;
  } catch {
    return { status: 403, reason: 'BadJwtToken' };
  }
}

/** Apple wants an https URL, or `mailto:` with an address that exists, so none at localhost. */
function isSubject(subject: string | undefined): boolean {
  if (subject === undefined || /localhost/.test(subject)) return false;
  return /^mailto:[^@\s]+@[^@\s]+\.[a-z-]+$/i.test(subject) || /^https:\/\/.+\./.test(subject);
}
