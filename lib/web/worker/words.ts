import type { Language } from '@/lib/platform/own';

/** The few words that the worker has to say by itself; what a push shows it carries with it. */
interface WorkerWords {
  readonly answer: string;
  readonly decline: string;
  readonly answeredElsewhere: string;
  readonly declinedElsewhere: string;
  readonly somethingTitle: string;
  readonly somethingBody: string;
  readonly notDeclined: string;
}

const words: Readonly<Record<Language, WorkerWords>> = {
  en: {
    answer: 'Answer',
    decline: 'Decline',
    answeredElsewhere: 'Answered on another device',
    declinedElsewhere: 'Declined on another device',
    somethingTitle: 'Ringway',
    somethingBody: 'Something arrived that this version does not understand. Tap to look.',
    notDeclined: 'Not declined: the server did not answer. Tap to open the call.',
  },
  zh: {
    answer: '接听',
    decline: '拒绝',
    answeredElsewhere: '已在其他设备上接听',
    declinedElsewhere: '已在其他设备上拒接',
    somethingTitle: 'Ringway',
    somethingBody: '收到一条此版本无法识别的消息，请点按查看。',
    notDeclined: '未能拒绝：服务器没有应答。请点按打开来电。',
  },
};

/** The words of a language. */
export function wordsOf(language: Language): WorkerWords {
  return words[language];
}
