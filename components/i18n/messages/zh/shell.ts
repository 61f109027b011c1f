import type { shell as english } from '../en/shell';
import type { Translation } from '../../types';

export const shell: Translation<typeof english> = {
  navigation: '主导航',
  recents: '最近通话',
  people: '联系人',
  keypad: '拨号键盘',
  meetings: '会议',
  settings: '设置',
  administration: '管理',
  unseen: '{count, plural, other {# 个未接来电}}',
  starting: 'Ringway 正在启动',
  connecting: '正在连接服务器，连接成功前无法接到来电。',
  offline: '当前没有网络。联系人、最近通话和设置显示的是上次的内容，网络恢复后才能通话。',
  update: {
    offered: 'Ringway 有新版本。',
    waiting: '通话结束后将启用新版本。',
    applying: '正在启用新版本。',
    apply: '立即启用',
  },
  ready: {
    rings: '这台设备会响铃',
    rings_while_open: '本页打开时会响铃',
    rings_while_app_open: 'App 打开时会响铃',
    does_not_ring: '这台设备不会响铃',
    ringsDetail: '即使关闭页面，来电也能找到您。',
    openDetail: '请让本页在任一标签页中保持打开，来电即可在此响铃。',
    ringsByApp: '即使这台 iPhone 已锁定，App 也会在此响铃。',
    openInApp: '请让 App 保持在前台，来电即可在此响铃。',
    title: '这台设备的响铃状态',
    why: '原因和处理办法',
    repairing: '正在处理',
    unrepaired: '问题还没有解决，请按上面的说明操作后重试。',
    test: '测试响铃',
    check: '检查摄像头和声音',
    reason: {
      offline: {
        title: '没有连接到服务器',
        text: '请检查网络，恢复后会自动重新连接。',
        repair: '立即连接',
      },
      device_switched_off: {
        title: '这台设备的响铃已关闭',
        text: '您的其他设备仍会响铃。',
        repair: '允许响铃',
      },
      sound_blocked: {
        title: '点击之前无法播放声音',
        text: '在您点击页面之前，浏览器不会播放任何声音。',
        repair: '允许声音',
      },
      no_webrtc: {
        title: '此浏览器无法通话',
        text: '会响铃，但它没有通话所需的 WebRTC。请在其他设备上接听，或用 Safari、Chrome、Edge 或 Firefox 打开 Ringway。',
        repair: '重新检查',
      },
      microphone_denied: {
        title: '未允许使用麦克风',
        text: '会响铃，但对方听不到您。如果浏览器没有询问，请在地址栏旁的网站设置中允许使用麦克风。',
        repair: '允许使用麦克风',
      },
      notifications_off: {
        title: '通知未开启',
        text: '开启通知后，即使前面是其他窗口，或本页已经关闭，来电也能找到您。',
        repair: '允许通知',
      },
      notifications_denied: {
        title: '通知被阻止',
        text: '本页打开时您能听到来电，但前面是其他窗口时看不到；关闭本页后则不会响铃。',
        repair: '重新检查',
      },
      not_installed: {
        title: '请把 Ringway 添加到主屏幕',
        text: '在 iPhone 或 iPad 上，只有主屏幕上的应用关闭后仍能响铃，浏览器中的网页不能。',
        repair: '安装',
      },
      push_unavailable: {
        title: '关闭后无法响铃',
        text: '请让本页在任一标签页中保持打开，来电即可在此响铃。',
        repair: '重新检查',
      },
      push_lost: {
        title: '关闭后响铃所需的连接已丢失',
        text: '通知已允许，但此浏览器的推送服务不再认识这台设备，或没有应答。',
        repair: '重新连接',
      },
      installable: {
        title: '可以把 Ringway 安装为应用',
        text: '安装后它有自己的窗口和图标，并可随设备启动。',
        repair: '安装',
      },
      in_app_browser: {
        title: '本页在其他应用中打开',
        text: '在其中无法通话。请打开菜单并选择“在浏览器中打开”，或把地址复制到浏览器。',
        repair: '重试',
      },
      insecure_context: {
        title: '地址不安全',
        text: '浏览器只允许 https 地址使用摄像头和麦克风，请向管理员索取安全地址。',
        repair: '重试',
      },
      elsewhere_tab: {
        title: '另一个标签页代替本页响铃',
        text: '您打开了两个 Ringway，只有一个会响铃。',
        repair: '在这里响铃',
      },
      app_waiting: {
        title: '正在登记 App',
        text: 'iOS 发给 App 推送令牌并登记到服务器后，关闭 App 也会响铃。',
        repair: '重新检查',
      },
      app_no_token: {
        title: 'iOS 还不允许 App 响铃',
        text: 'App 没有得到这台 iPhone 的推送令牌，或令牌已失效。请检查网络，关闭 App 后重新打开；如仍无效，请重启 iPhone。',
        repair: '重新检查',
      },
      app_not_configured: {
        title: '服务器不支持 iPhone 响铃',
        text: '服务器没有设置 VoIP 证书，App 关闭后无法响铃。请联系管理员进行设置。',
        repair: '重新检查',
      },
      app_refused: {
        title: '服务器不认识这个 App',
        text: 'App 使用的证书不在服务器的证书之中。请联系管理员添加该 App 的 VoIP 证书，或安装您所在组织的 App。',
        repair: '重试',
      },
      app_failing: {
        title: 'App 尚未登记',
        text: '服务器没有接受登记，App 会自动重试。',
        repair: '立即重试',
      },
    },
    how: {
      site_settings: '点击地址左侧的图标，再点“通知”或“权限”，选择“允许”，然后回到这里。',
      android_settings:
        '打开菜单 ⋮ →“设置”→“网站设置”→“通知”，选择本网站并允许。如果那里已经允许，请在 Android 的系统设置中允许浏览器发送通知。',
      firefox_settings: '点击地址旁的锁形图标 →“连接安全”→“更多信息”→“权限”，允许“发送通知”。',
      safari_settings: '在“Safari 浏览器”菜单中选择“设置”→“网站”→“通知”，允许本网站。',
      ios_settings: '打开“设置”→“通知”→“Ringway”，允许通知。',
      ios_home_screen:
        '用 Safari 浏览器打开本页，点“共享”，再点“添加到主屏幕”，从主屏幕打开 Ringway 并允许通知。',
      app_settings: '会响铃，但对方听不到您。请打开“设置”→“App”→“Ringway”，允许使用麦克风。',
      server_has_no_push: '此服务器没有配置网页推送，管理员可在系统状态中看到缺少什么。',
      browser_has_no_push: '此浏览器或这种窗口没有网页推送。无痕窗口不支持，请换一个浏览器试试。',
    },
  },
};
