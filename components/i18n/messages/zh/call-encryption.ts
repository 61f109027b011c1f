/** What is said, in Chinese, where a browser cannot encrypt for an encrypted meeting. */
export const encryption = {
  words: {
    beforeTitle: '此浏览器无法加入人数较多的加密会议',
    before:
      '此会议已端到端加密。人数增多后，需要此浏览器不具备的加密功能：届时您将无法加入，或不得不离开。请更新浏览器，或用新版 Safari、Chrome、Edge 或 Firefox 打开会议的完整链接。',
  },
  problem:
    '此会议已端到端加密，而此浏览器无法为这么多人加密。请更新浏览器，或用新版 Safari、Chrome、Edge 或 Firefox 打开会议的完整链接。',
  ended: {
    title: '此浏览器无法参加该加密会议',
    next: '人数增多后，会议需要此浏览器不具备的加密功能；您的声音和画面没有在未加密的情况下发出。请更新浏览器，或用新版 Safari、Chrome、Edge 或 Firefox 打开会议的完整链接。',
  },
} as const;
