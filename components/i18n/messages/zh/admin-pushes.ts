import type { Translation } from '../../types';
import type { adminPushes as source } from '../en/admin-pushes';

/** 各推送服务通用的说明。 */
const anyRemedy = {
  ready: '服务正常，但最近并非每条推送都送达。请打开推送记录，查看未送达推送的经过。',
  not_checked: '尚未发送过。请在“推送服务”中点按“立即检查”，不会使任何设备响铃。',
  topic_refused: '服务不接受为该应用发送的内容。请打开推送记录查看原因。',
  clock_wrong: '服务认为签名中的时间不对。请校准本服务器的时钟并启用时间同步（NTP）。',
  out_of_quota: '服务暂时不再接收，会自行恢复；届时如仍在响铃，等待中的推送会发出。',
  failing: '服务有应答，但返回错误。请查看其状态页和推送记录中的原因。响铃期间，失败的推送会重试。',
  no_contact:
    '已关闭的浏览器不会响铃。请把 PUSH_CONTACT 设为推送服务可以联系您的地址（如 mailto:you@example.com），然后重启服务器。',
  no_public_origin:
    '已关闭的浏览器不会响铃。请把 ORIGIN 设为用户访问本服务器的 https 地址，然后重启服务器。',
};

/** 管理：推送服务、推送及其经过。 */
export const adminPushes: Translation<typeof source> = {
  verdict: {
    ready: '正常',
    not_checked: '尚未尝试',
    no_credentials: '未配置',
    key_refused: '密钥被拒绝',
    topic_refused: '主题被拒绝',
    clock_wrong: '时钟不准',
    out_of_quota: '配额已用完',
    unreachable: '无法连接',
    failing: '返回错误',
    no_contact: '未设置联系方式',
    no_public_origin: '没有公开地址',
  },
  remedy: {
    apns: {
      ...anyRemedy,
      ready:
        '密钥和主题均被接受，但最近有一部手机的令牌被拒绝。请打开推送记录：该应用很可能是为另一环境构建的。',
      no_credentials:
        '以此登记的手机只在应用打开时响铃。请把团队、密钥 ID、.p8 密钥和主题写入 APP_KEYS 并重启服务器。无人使用 iPhone 应用则无需处理。',
      key_refused:
        '苹果不接受该密钥。请对照开发者账号核对 APP_KEYS 中的团队、密钥 ID 和 .p8 文件。已吊销的密钥无法再用：请新建一个，写入 APP_KEYS 并重启服务器。',
      topic_refused:
        '苹果不接受此密钥使用该主题。主题须为应用的 Bundle ID，应用须属于同一团队，推送令牌须来自该应用。请改正 APP_KEYS 中的主题并重启服务器。',
      unreachable:
        '无法连接苹果。请放行到 api.push.apple.com 和 api.sandbox.push.apple.com 端口 443 的出站连接，并检查防火墙和 DNS。代理须支持 HTTP/2。',
    },
    jpush: {
      ...anyRemedy,
      no_credentials:
        '以此登记的手机只在应用打开时响铃。请把 AppKey 和 Master Secret 写入 APP_KEYS 并重启服务器。',
      key_refused:
        '极光不接受该 AppKey 和 Master Secret。请从极光控制台重新复制到 APP_KEYS，确认本服务器在其 IP 白名单中，然后重启服务器。',
      out_of_quota:
        '极光暂时不再接收；配额恢复时如仍在响铃，等待中的推送会发出。如经常发生，请向极光申请更大配额。',
      unreachable: '无法连接极光。请放行到 api.jpush.cn 端口 443 的出站连接，并检查防火墙和 DNS。',
    },
    web: {
      ...anyRemedy,
      not_checked: '尚未发送过。已关闭的浏览器首次响铃时即可知道是否正常。',
      no_credentials: '浏览器只在页面打开时响铃。请检查 VAPID_KEY 并重启服务器。',
      key_refused:
        '有推送服务不接受 VAPID 密钥。如更换过 VAPID_KEY，请换回原来的，或请用户重新开启通知。',
      unreachable:
        '无法连接浏览器的推送服务。请放行到端口 443 的出站连接，并检查防火墙和 DNS。中国大陆无法连接 Chrome 的推送服务：请用户改用应用或其他浏览器。',
    },
  },
};
