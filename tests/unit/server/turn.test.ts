import { describe, expect, it } from 'vitest';
import { readAnswer, withIntegrity } from '@/lib/server/turn/message';
import { readTurnUrl } from '@/lib/server/turn/url';

/** RFC 5769, 2.4: a request with long-term authentication, up to its MESSAGE-INTEGRITY. */
const sample = Buffer.from(
  '000100602112a44278ad3433c6ad72c029da412e' +
    '00060012e3839ee38388e383aae38383e382afe382b90000' +
    '0015001c662f2f3439396b39353464364f4c33346f4c394653547679363473410014000b6578616d706c652e6f726700',
  'hex',
);

describe('a message of TURN', () => {
  it('is signed as the RFC’s sample is', () => {
    const credentials = { username: 'マトリックス', realm: 'example.org', password: 'TheMatrIX' };
    const signed = withIntegrity(sample, credentials);
    expect(signed.subarray(-20).toString('hex')).toBe('f67024656dd64a3e02b8e0712e85c9a28ca89666');
    expect(signed.readUInt16BE(2)).toBe(0x60);
  });

  it('names the relayed address, or why there is none', () => {
    const id = 'b7e7a701bc34d686fa87dfae';
    // The address of RFC 5769, 2.2 (192.0.2.1), as XOR-RELAYED-ADDRESS.
    const allocated = Buffer.from(`0103000c2112a442${id}001600080001a147e112a643`, 'hex');
    expect(readAnswer(allocated)).toEqual({ kind: 'allocated', relay: '192.0.2.1' });
    const refused = Buffer.from(`011300082112a442${id}0009000400000456`, 'hex');
    expect(readAnswer(refused)).toMatchObject({ kind: 'refused', code: 486, nonce: '' });
  });
});

describe('a TURN URL', () => {
  it.each([
    ['turn:a.example', { host: 'a.example', port: 3478, transport: 'udp' }],
    ['turn:[::1]:9?transport=tcp', { host: '::1', port: 9, transport: 'tcp' }],
    ['turns:a.example?transport=tcp', { host: 'a.example', port: 5349, transport: 'tls' }],
  ])('%s is read', (url, address) => {
    expect(readTurnUrl(url)).toEqual(address);
  });
});
