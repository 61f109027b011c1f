import type { adminFacts as english } from '../en/admin-facts';
import type { Translation } from '../../types';

export const adminFacts: Translation<typeof english> = {
  answer: '{who} 在 {ms, number} 毫秒内响应',
  no_answer: '{who} 没有响应',
  devices: '{count, plural, =0 {没有已连接的设备} other {# 台设备}}',
  apart: '相差 {ms, number} 毫秒',
  room: '剩余 {free}，共 {size}（{share}）',
  secret_file:
    '{open, select, true {本机其他用户可读取 {file}（权限 {mode}）} other {仅服务器可读取 {file}（权限 {mode}）}}',
  no_certificate: '仅在本机打开，无需证书',
  certificate: '{subject}：剩余 {days, plural, other {# 天}}，有效期至 {until}',
  certificate_over: '{subject}：已于 {until} 过期',
  client:
    '{address}，{proxy, select, none {中间没有代理} trusted {经由受信任的代理} other {经由不受信任的代理}}',
  trusted_client: '{address}，属于受信任的代理',
  forged: '伪造的 {claimed} 被当成了 {address}',
  socket: '{ms, number} 毫秒后打开',
  silent_socket: '可以打开，但收不到数据',
  events:
    '{count, plural, other {# 个事件}}：第一个在 {first, number} 毫秒后到达，最后一个在 {last, number} 毫秒后到达',
  no_events: '{last, number} 毫秒内没有收到事件',
  relay: '{url}：{ms, number} 毫秒后获得中继 {address}',
  no_relays: '尚未设置中继',
  no_livekit: '尚未设置：直连媒体最多支持 {people, number} 人',
  livekit_door: '{url}：{ms, number} 毫秒后打开',
  livekit_news: '{ms, number} 毫秒后收到它的 webhook',
  no_livekit_news: '没有收到它的 webhook',
  backup: '{at}，{file}',
  no_backup: '尚无备份',
};
