import type { tooOld as english } from '../en/too-old';
import type { Translation } from '../../types';

export const tooOld: Translation<typeof english> = {
  title: '此浏览器版本过旧，无法使用 Ringway',
  text: '它缺少通话所需的功能。您的账号、通话记录和此链接均未受影响。',
  update: '请更新浏览器。iPhone 或 iPad：设置 → 通用 → 软件更新。',
  other:
    '或在其他浏览器或设备上打开此地址：Chrome 或 Edge 116、Firefox 124、Safari 17.4 及以上版本。',
  lockdown:
    '开启苹果的“锁定模式”后，新版 Safari 同样缺少这些功能：请打开页面菜单中的“网站设置”，为此地址关闭“锁定模式”。',
  noScriptTitle: 'Ringway 需要 JavaScript',
  noScriptText: '请在浏览器设置中为此地址启用 JavaScript，然后重新加载页面。',
};
