import { expect, test } from 'vitest';
import { preferRed, preferVideo } from '@/lib/web/media/direct/codecs';

const codecs = (...names: string[]) => names.map((mimeType) => ({ mimeType }));
const names = (list: readonly { mimeType: string }[]) => list.map(({ mimeType }) => mimeType);

test('RED comes before Opus, the rest stays in its order', () => {
  const had = codecs('audio/opus', 'audio/red', 'audio/PCMU', 'audio/CN');
  expect(names(preferRed(had))).toEqual(['audio/red', 'audio/opus', 'audio/PCMU', 'audio/CN']);
});

test('the named video codecs come first, whatever supports them last', () => {
  const had = codecs('video/VP8', 'video/rtx', 'video/VP9', 'video/H264', 'video/ulpfec');
  expect(names(preferVideo(had, ['video/H264', 'video/VP8']))).toEqual([
    'video/H264',
    'video/VP8',
    'video/rtx',
    'video/VP9',
    'video/ulpfec',
  ]);
});
