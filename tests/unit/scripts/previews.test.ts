import { expect, test } from 'vitest';

import { originMark, previewOf } from '@/scripts/previews.mjs';

const html =
  '<head><title>Join &amp; talk · Ringway</title><meta name="description" content="A &quot;call&quot;"/></head>';

test('a preview says what its page says, with whole addresses', () => {
  const preview = previewOf('zh/call.html', html);
  expect(preview).toContain('<meta property="og:title" content="Join &amp; talk · Ringway"/>');
  expect(preview).toContain('<meta property="og:description" content="A &quot;call&quot;"/>');
  expect(preview).toContain(`<meta property="og:url" content="${originMark}/call"/>`);
  expect(preview).toContain(`<meta property="og:image" content="${originMark}/preview.png"/>`);
  expect(preview).toContain('<meta property="og:locale" content="zh_CN"/>');
  expect(preview).toContain('<meta name="twitter:card" content="summary_large_image"/>');
});

test('the first page of a language is the start', () => {
  expect(previewOf('en.html', html)).toContain(`content="${originMark}/"`);
});

test('a page that says nothing of itself has none', () => {
  expect(previewOf('en/admin.html', '<head><title>Administration</title></head>')).toBe('');
  expect(previewOf('404.html', html)).toBe('');
});
