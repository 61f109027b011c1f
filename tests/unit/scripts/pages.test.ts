import { createHash } from 'node:crypto';

import { describe, expect, test } from 'vitest';

import { inlineScriptHashes } from '@/scripts/pages.mjs';

function hashOf(script: string): string {
  return `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
}

describe('hashes of inline scripts', () => {
  test('each inline script once, in the order of the page; scripts with a source not at all', () => {
    const page = [
      '<!DOCTYPE html><html><head><script src="/_next/a.js" async=""></script>',
      '<script id="theme">let a = 1 < 2;</script></head>',
      '<body><SCRIPT>\n</SCRIPT><script data-note="src > here">b("src=1")</script>',
      '<script id="theme">let a = 1 < 2;</script></body></html>',
    ].join('');
    expect(inlineScriptHashes(page)).toEqual([
      hashOf('let a = 1 < 2;'),
      hashOf('\n'),
      hashOf('b("src=1")'),
    ]);
  });

  test('the hash is that of the specification’s own example', () => {
    // CSP level 3, 8.3: the policy for <script>alert('Hello, world.');</script>
    expect(inlineScriptHashes("<script>alert('Hello, world.');</script>")).toEqual([
      "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='",
    ]);
  });

  test('a page without scripts has none', () => {
    expect(inlineScriptHashes('<p>script</p>')).toEqual([]);
  });
});
