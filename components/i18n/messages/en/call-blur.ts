/** The words of the blur behind the person, in English. */
export const blur = {
  switch: 'Blur background',
  cannot: {
    browser: 'This browser cannot blur the background. Chrome, Edge and Firefox on a computer can.',
    system: 'This device blurs by itself: Control Centre, Video Effects, Portrait',
  },
  state: {
    starting: 'Blurring your background …',
    slowSeen: 'This device is too slow to blur your background, which others see.',
    slowKept: 'This device is too slow to blur your background. Your picture is not sent.',
    jerky: 'Blurring makes your picture jerky on this device.',
    failedSeen: 'Your background could not be blurred, and others see it.',
    failedKept: 'Your background could not be blurred. Your picture is not sent.',
  },
  do: {
    anyway: 'Blur anyway',
    again: 'Try again',
    leave: 'Leave it',
    without: 'Send without blur',
    off: 'Turn blur off',
    keep: 'Keep it',
  },
} as const;
