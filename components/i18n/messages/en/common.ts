/** Words that every page may need. */
export const common = {
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  back: 'Back',
  retry: 'Try again',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Could not copy. Select the text and copy it by hand.',
  showPassword: 'Show password',
  hidePassword: 'Hide password',
  skipToContent: 'Skip to content',
  language: 'Language',
  demoLabel: 'Demo',
  demo: 'A demo: accounts and calls are for trying out',
  offlineTitle: 'You are offline',
  offlineText: 'Check your network. This page goes on by itself as soon as it is back.',
  unreachableTitle: 'The server does not answer',
  unreachableText:
    'Nothing of yours is lost. Check your network; if others cannot reach it either, tell your administrator.',
  problem: {
    network: 'The server did not answer. Check your network and try again; nothing is lost.',
    forbidden: 'You may not do this. Ask your administrator for the permission.',
    notFound: 'It is not there any more. Look again: someone may have removed it.',
    tooMany: 'Too many tries. Wait a moment, then try again.',
    unavailable: 'The server is busy. Wait a moment, then try again.',
    other: 'This did not work. Try again; if it goes on, tell your administrator: {text}',
  },
  notFoundTitle: 'There is no page here',
  notFoundText:
    'The link is wrong or the page has moved. Your calls and contacts are where they were.',
  goHome: 'Go to Ringway',
  errorTitle: 'This page broke',
  errorText:
    'That is our mistake, and nothing of yours is lost. Load it again; if it breaks again, tell your administrator what you did.',
  reload: 'Load again',
} as const;
