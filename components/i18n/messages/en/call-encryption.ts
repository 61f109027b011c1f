/** What is said, in English, where a browser cannot encrypt for an encrypted meeting. */
export const encryption = {
  words: {
    beforeTitle: 'This browser cannot join a larger encrypted meeting',
    before:
      'This meeting is encrypted from end to end, and with more than a few people that takes what this browser lacks: it would not come in, or would have to leave. Update the browser, or open the whole link of the meeting in a current Safari, Chrome, Edge or Firefox.',
  },
  problem:
    'This meeting is encrypted from end to end, which this browser cannot do with so many people. Update the browser, or open the whole link of the meeting in a current Safari, Chrome, Edge or Firefox.',
  ended: {
    title: 'This browser cannot take part in the encrypted meeting',
    next: 'With so many people it takes an encryption that this browser lacks; nothing of you went out unencrypted. Update the browser, or open the whole link of the meeting in a current Safari, Chrome, Edge or Firefox.',
  },
} as const;
