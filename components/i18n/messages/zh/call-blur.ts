/** The words of the blur behind the person, in Chinese. */
export const blur = {
  switch: '模糊背景',
  cannot: {
    browser: '此浏览器无法模糊背景，请在电脑上使用 Chrome、Edge 或 Firefox。',
    system: '此设备由系统模糊背景：控制中心 › 视频效果 › 人像',
  },
  state: {
    starting: '正在模糊您的背景…',
    slowSeen: '此设备太慢，无法模糊背景，对方能看到您的背景。',
    slowKept: '此设备太慢，无法模糊背景，您的画面未发送。',
    jerky: '在此设备上模糊背景会使您的画面卡顿。',
    failedSeen: '未能模糊背景，对方能看到您的背景。',
    failedKept: '未能模糊背景，您的画面未发送。',
  },
  do: {
    anyway: '仍然模糊',
    again: '重试',
    leave: '保持不变',
    without: '不模糊并发送',
    off: '关闭模糊',
    keep: '继续模糊',
  },
} as const;
