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
  parts: { label: '推送内容', log: '记录', services: '服务' },
  service: { apns: '苹果推送服务', jpush: '极光推送', web: '网页推送服务' },
  provider: { apns: '苹果（APNs）', jpush: '极光推送', web: '网页推送' },
  environment: { production: '生产', sandbox: '沙盒（开发）' },
  purpose: { ring: '来电', over: '来电结束', test: '测试' },
  facts: {
    provider: '发送方',
    environment: '环境',
    appKey: '应用密钥',
    certificateName: '证书名称',
    topic: '主题',
    team: '团队',
    attempts: '尝试次数',
    latency: '应答用时',
    answer: '应答',
    appleId: 'apns-id（苹果编号）',
    messageId: '消息编号',
    copyId: '复制编号',
    queued: '入队时间',
    purpose: '用途',
    account: '账号',
    device: '设备',
    quota: '配额',
    quotaLeft: '剩余 {remaining, number} / {limit, number}，{seconds, plural, other {# 秒后恢复}}',
    checked: '最近确认',
    never: '尚无',
  },
  state: {
    waiting: '等待中',
    sending: '发送中',
    heard: '无需推送',
    accepted: '已接受',
    refused: '被拒绝',
    gone: '设备已失效',
    failed: '失败',
    dropped: '已放弃',
    expired: '已超时',
  },
  stateText: {
    waiting: '推送正在排队。',
    sending: '{service}尚未应答。',
    heard: '已打开的页面先响铃，无需推送。',
    accepted:
      '{service}已接收推送并转给设备。如果设备仍未响铃，请检查设备：是否开机、是否联网、是否允许通知。',
    rang: '{service}已接收推送，设备已确认响铃。',
    refused: '{service}拒绝了推送，设备没有响铃。',
    gone: '{service}已不认识该设备，设备没有响铃。',
    failed: '推送未能及时送达{service}，设备没有响铃。',
    dropped: '推送发出前通话已结束，一切正常。',
    expired: '推送送达前响铃时间已过。',
  },
  step: {
    queued: '加入队列',
    stream_first: '已打开的页面先响铃，推送等待',
    connecting: '正在连接服务',
    sent: '已发送',
    answered: '服务已应答',
    retrying: '再试一次',
    rang: '设备已响铃',
    waiting: '排队中',
    sending: '发送中',
    heard: '已打开的页面响铃，无需推送',
    accepted: '已接受',
    refused: '被最终拒绝',
    gone: '服务已不认识该设备',
    failed: '已放弃尝试',
    dropped: '不再发送：通话已结束',
    expired: '不再发送：时间已过',
  },
  todo: {
    token_environment:
      '这部手机的推送令牌不属于当前设置的环境（{environment}），或不属于该应用。通过 Xcode 安装的应用使用沙盒令牌，来自 TestFlight 和 App Store 的应用使用生产令牌。请把 APP_KEYS 中此应用密钥的 environment 改为应用所用的环境，或安装相符的应用，并确认主题是其 Bundle ID。',
    token_gone:
      '应用已从设备上删除，或令牌已更换。此处的令牌已删除。请用户打开一次应用，即会重新登记。',
    browser_gone:
      '浏览器已结束订阅：通知权限被收回，或数据被清除。请用户在该浏览器中打开页面并重新开启通知。',
    key_environment:
      'APNs 密钥仅限另一环境。请在开发者账号中新建适用于两个环境的密钥，或把 APP_KEYS 中此应用密钥的 environment 改为密钥的环境。',
    apple_key:
      '苹果不接受该密钥。请对照开发者账号核对 APP_KEYS 中此应用密钥的团队、密钥 ID 和 .p8 文件；已吊销的密钥须更换。然后重启服务器，并在“服务”中点按“立即检查”。',
    apple_topic:
      '主题与密钥或令牌不符。主题须为手机上应用的 Bundle ID，且与密钥属于同一团队。请改正 APP_KEYS 中的 topic 并重启服务器。',
    clock: '苹果认为签名时间过早或过晚。请校准本服务器的时钟并启用时间同步（NTP）。',
    jpush_key:
      '极光不接受该 AppKey 和 Master Secret。请从极光控制台重新复制到 APP_KEYS 并重启服务器。',
    jpush_list: '本服务器的地址不在该应用的 IP 白名单中。请在极光控制台添加，或关闭白名单。',
    jpush_permission: '该应用的极光套餐不含此类推送。请为其开通 VoIP 和自定义消息。',
    vapid_key:
      '推送服务不接受本服务器的 VAPID 密钥。如更换过 VAPID_KEY，请换回原来的，或请用户重新开启通知。',
    private_address: '订阅指向内部网络的地址，不会向其发送。请用户在浏览器中关闭通知后重新开启。',
    too_large: '推送内容超过服务的上限。请缩短来电者或组织的名称，并反馈此问题。',
    no_credentials: '此应用密钥没有凭据。请添加到 APP_KEYS 并重启服务器。',
    busy: '服务暂时不再接收。请等一分钟后再次响铃；如经常发生，请申请更大配额。',
    service_errors: '服务自身出现故障。请查看其状态页，稍后再次响铃；此处无需更改。',
    no_answer:
      '无法连接服务，或服务没有应答。请放行出站连接（端口 443），检查 DNS 和防火墙，然后再次响铃。',
    stopped: '期间服务器已停止。请再次响铃。',
    expired: '用时过长。请查看之前的步骤是被什么耽搁的，然后再次响铃。',
    other: '请在服务的文档中查找此原因，然后再次响铃。',
  },
  journey: {
    title: '发往 {device} 的推送',
    what: '如何处理',
    steps: '经过',
    after: '{time}后',
    nextStep: '等待下一步',
    slow: '超过十秒没有应答。在响铃时间（共 20 秒）结束前会继续尝试；您可以关闭此窗口，稍后在推送记录中查看。',
    lost: '暂时无法加载后续经过。推送仍在进行，将再次尝试加载。',
    log: '{name} 的全部推送',
  },
  ring: {
    button: '使此设备响铃',
    buttonNamed: '测试响铃：{name}',
    title: '正在使 {name} 响铃',
    asking: '正在请求响铃',
    failed: '无法使设备响铃',
    again: '再次响铃',
    page: '此设备有打开的页面，正在响铃，无需推送。',
    silent: '没有发送任何内容：此设备目前无法响铃。',
    noCredentials:
      '其应用密钥没有凭据，只在应用打开时响铃。请在 APP_KEYS 中设置，重启服务器，然后查看“服务”。',
    appGone: '其推送令牌已失效。请用户打开一次应用，即会重新登记。',
    browser: '页面已关闭且通知未开启。请用户在该浏览器中打开页面，并在设置中开启通知。',
  },
  devices: {
    kind: { web: '浏览器', ios: 'iPhone 或 iPad', android: '安卓', outside: '外部客户端' },
    kindLabel: '类型',
    registered: '登记时间',
    channels: '响铃方式',
    channel: { stream: '打开的页面', apns: '苹果（APNs）', jpush: '极光推送', web: '网页推送' },
    rings: '可响铃',
    silent: '不响铃',
    noChannels: '无',
    ringing: '可响铃',
    unreachable: '不响铃',
    off: '已关闭响铃',
    lastPush: '最近一次推送',
    noPush: '尚无',
    open: '查看此推送的经过',
    log: '此账号的推送记录',
    unknownKey: '没有凭据',
  },
  log: {
    title: '推送记录',
    state: '状态',
    anyState: '所有状态',
    account: '账号',
    accountHint: '姓名或地址',
    all: '所有人',
    only: '仅 {name} 的推送',
    somebody: '此账号',
    clear: '显示所有人',
    emptyTitle: '尚无推送',
    emptyText: '每条使设备响铃的推送及其经过都列在这里。如需试一试，请打开一个账号并使其设备响铃。',
    noneTitle: '没有这样的推送',
    noneText: '没有符合的推送。请选择其他状态或账号。',
    failedTitle: '无法加载推送记录',
    failedMore: '无法加载更早的推送。已显示的内容仍然有效。',
    more: '显示更早的推送',
    column: {
      device: '发往',
      state: '状态',
      provider: '发送方',
      latency: '应答用时',
      queued: '时间',
    },
    open: '发往 {name} 的 {device} 的推送',
    trouble: '{service}：{verdict}',
    toServices: '查看服务',
  },
  services: {
    title: '推送服务',
    text: '每套凭据一张卡片。密钥内容从不显示。',
    check: '立即检查',
    checking: '正在检查各服务，不会使任何设备响铃。',
    checked: '刚刚检查过。',
    checkFailed: '无法检查各服务',
    failedTitle: '无法加载推送服务',
    emptyTitle: '尚未设置推送服务',
    emptyText:
      '设备只在页面或应用打开时响铃。请为应用设置 APP_KEYS，为浏览器设置 PUSH_CONTACT，然后重启服务器。',
    browsers: '浏览器和已安装的网页应用',
    tone: { good: '正常', warning: '需留意', bad: '故障', off: '关闭' },
  },
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
