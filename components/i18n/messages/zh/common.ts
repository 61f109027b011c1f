import type { common as english } from '../en/common';
import type { Translation } from '../../types';

export const common: Translation<typeof english> = {
  close: '关闭',
  cancel: '取消',
  save: '保存',
  back: '返回',
  retry: '重试',
  copy: '复制',
  copied: '已复制',
  copyFailed: '无法复制，请选中文字后手动复制。',
  showPassword: '显示密码',
  hidePassword: '隐藏密码',
  skipToContent: '跳到正文',
  language: '语言',
  demoLabel: '演示',
  demo: '演示环境：账号和通话仅供试用',
  offlineTitle: '当前没有网络',
  offlineText: '请检查网络，恢复后本页会自动继续。',
  unreachableTitle: '服务器没有响应',
  unreachableText: '您的内容没有丢失。请检查网络；如果其他人也无法连接，请告知管理员。',
  problem: {
    network: '服务器没有响应。请检查网络后重试，内容没有丢失。',
    forbidden: '您没有这项权限，请向管理员申请。',
    notFound: '该内容已不存在，可能已被他人移除，请重新查看。',
    tooMany: '尝试次数过多，请稍候再试。',
    unavailable: '服务器繁忙，请稍候再试。',
    other: '操作未成功，请重试；如果仍然失败，请把以下信息告知管理员：{text}',
  },
  notFoundTitle: '这里没有页面',
  notFoundText: '链接有误，或者页面已移动。您的通话记录和联系人都还在。',
  goHome: '进入 Ringway',
  errorTitle: '页面出错了',
  errorText:
    '这是我们的问题，您的内容没有丢失。请重新加载；如果再次出错，请把刚才的操作告知管理员。',
  reload: '重新加载',
};
