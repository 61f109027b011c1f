import type { captions as english } from '../en/captions';
import type { Translation } from '../../types';

/** The words of captions, in Chinese. */
export const captions: Translation<typeof english> = {
  label: '字幕',
  language: '字幕语言：{language}',
  languages: '字幕语言',
  key: '打开或关闭字幕',
  note: {
    private: '在本设备上生成，其他人看不到。',
    download: '浏览器会先下载{language}。字幕在本设备上生成，其他人看不到。',
    downloading: '浏览器正在下载{language}，完成后字幕会自动开始。',
    none: '此浏览器不能在设备上识别语音；字幕只在设备上生成。',
    asking: '正在询问浏览器能在本设备上识别什么。',
  },
  on: '字幕已打开。字幕在本设备上生成，其他人看不到。',
  problem: {
    not_here: '此浏览器不能在设备上识别语音，而字幕只在设备上生成。电脑上的 Chrome 可以。',
    no_language: '此浏览器不能在设备上识别{language}。请为字幕选择另一种语言。',
    not_downloaded:
      '浏览器没有下载{language}。请在浏览器设置的语言中添加它，使用 Wi-Fi 或网线，然后重新打开字幕。',
    failed: '浏览器停止了语音识别。请重新打开字幕；如果再次停止，请重启浏览器。',
    not_loaded: '字幕未能加载。请检查网络，然后重新打开字幕。',
  },
};
