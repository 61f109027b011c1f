import type { CaptionsView } from '@/lib/web/captions/view';

/** Which of the notes stands below the switch of captions. */
export type CaptionNote = 'asking' | 'none' | 'downloading' | 'download' | 'private';

/** What a person should know of captions as they are. */
export function captionNote({ support, phase, wantsDownload }: CaptionsView): CaptionNote {
  if (support === 'none') return 'none';
  if (support === 'unknown') return 'asking';
  if (phase === 'downloading') return 'downloading';
  return wantsDownload && phase === 'off' ? 'download' : 'private';
}

/** A language by its own name, such as “English (United States)” or “中文（中国）”; the tag where there is none. */
export function languageName(tag: string): string {
  try {
    const names = new Intl.DisplayNames([tag], { type: 'language', languageDisplay: 'standard' });
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}
