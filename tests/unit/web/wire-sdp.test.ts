import { expect, test } from 'vitest';
import { askForSpeech, fingerprintOf } from '@/lib/web/media/direct/wire-sdp';
import { verificationDigits } from '@/lib/web/media/verification';

const opening = 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111 63\r\na=rtpmap:111 opus/48000/2\r\n';

test('asks for FEC and DTX beside what stands there already', () => {
  const sdp = `${opening}a=fmtp:111 minptime=10;useinbandfec=0\r\na=rtpmap:63 red/48000/2\r\n`;
  expect(askForSpeech(sdp)).toBe(
    `${opening}a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1\r\na=rtpmap:63 red/48000/2\r\n`,
  );
});

test('asks for them where Opus had no parameters', () => {
  expect(askForSpeech(opening)).toBe(`${opening}a=fmtp:111 useinbandfec=1;usedtx=1\r\n`);
});

test('leaves an SDP without Opus as it is, and one that asks already', () => {
  const silent = 'v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n';
  expect(askForSpeech(silent)).toBe(silent);
  const asked = `${opening}a=fmtp:111 useinbandfec=1;usedtx=1\r\n`;
  expect(askForSpeech(asked)).toBe(asked);
});

test('the fingerprint is the same however a browser writes it', () => {
  expect(fingerprintOf('v=0\r\na=fingerprint:sha-256 ab:cd\r\n')).toBe('sha-256 AB:CD');
  expect(fingerprintOf('v=0\r\na=fingerprint:SHA-256 AB:CD\r\n')).toBe('sha-256 AB:CD');
  expect(fingerprintOf('v=0\r\n')).toBeNull();
});

test('both ends of a call see the same thirty digits, and others see others', async () => {
  const one = await verificationDigits('sha-256 AA', 'sha-256 BB');
  expect(one).toMatch(/^(\d{5} ){5}\d{5}$/);
  expect(await verificationDigits('sha-256 BB', 'sha-256 AA')).toBe(one);
  expect(await verificationDigits('sha-256 AA', 'sha-256 BC')).not.toBe(one);
});
