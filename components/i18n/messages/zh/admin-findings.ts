/** What is wrong with the way to the server, its relays and backups, and what to do. */
export const adminFindings = {
  no_tls:
    '浏览器只允许 https 地址使用摄像头和麦克风。请在服务器前配置启用 TLS 的代理，并把 ORIGIN 设置为 https 地址。',
  certificate_ended:
    '浏览器会拒绝访问。请更新证书；负责更新的程序（如 Caddy）的日志会说明失败原因。',
  certificate_ends_soon:
    '证书没有自动更新。请查看负责更新的程序（如 Caddy 或 certbot）的日志。如果那里已有新证书，请让代理重新加载。',
  certificate_not_yet: '证书尚未生效。请先检查本机时钟，再检查证书。',
  certificate_other_host: '证书属于其他主机。请为代理配置与 ORIGIN 主机名一致的证书。',
  certificate_untrusted:
    '手机不信任此证书。请为代理配置完整的证书链，并使用浏览器认可的证书颁发机构。',
  unreachable:
    '从本机无法访问公开地址。有些路由器不支持回环访问：请在其他机器上运行 npm run doctor 并加上 --url。如果在那里也失败，请检查代理、DNS 和防火墙。',
  other_host: '服务器不认识这个名称。请把 ORIGIN 设置为该地址，并让代理原样转发 Host 请求头。',
  other_server:
    '公开地址上响应的是其他程序。请把该主机的全部路径（包括 /api 和 /wapi）转发到本服务器。',
  other_origin: '服务器认为自己是另一个地址，因此无法登录。请把 ORIGIN 设置为用户打开的地址。',
  percent_refused:
    '代理拒绝路径中的双 %（%%），而部分外部客户端会这样写，因此无法注册。HAProxy 可以放行；如果没有这类客户端，可忽略此项。',
  proxy_not_trusted:
    '服务器前的代理不受信任，所有用户共用同一个限额。请把它的地址加入 TRUSTED_PROXIES。',
  forged_address:
    '任何人都可以伪造地址。请让代理自行设置 X-Forwarded-For，并在 TRUSTED_PROXIES 中只填写代理的地址。',
  no_websocket: '代理不转发 WebSocket。请让它转发 Upgrade 和 Connection 请求头。',
  buffered: '代理缓冲了事件，来电会延迟响铃。请对事件流关闭缓冲和压缩。',
  turn_off: '处于严格网络中的用户会听不到对方。请运行中继服务器并设置 TURN_URLS 和 TURN_SECRET。',
  turn_unreachable:
    '中继服务器没有响应。请确认它正在运行、防火墙已放行其端口；使用 turns: 时证书必须有效；如用 443 端口，须由代理转发到它。',
  turn_credentials:
    '中继服务器不接受凭据。TURN_SECRET 必须与其 static-auth-secret 一致，且两边时钟都要准确。',
  turn_refused: '中继服务器拒绝了请求，原因见其日志；可能已用完配额。',
  turn_private:
    '中继服务器给出了互联网无法访问的地址。请把 PUBLIC_ADDRESS 设置为公网地址，或在其配置中设置 external-ip，然后重新启动。',
  livekit_unreachable:
    'LiveKit 没有响应，因此房间人数只能是直连媒体可支持的人数；进行中的双人通话不受影响。请确认它正在运行，且 LIVEKIT_API_URL 正确。',
  livekit_key:
    'LiveKit 不接受密钥。LIVEKIT_API_KEY 和 LIVEKIT_API_SECRET 必须与其配置一致，且两边时钟都要准确。',
  livekit_door:
    '浏览器无法通过公开地址进入 LiveKit。LIVEKIT_URL 必须通向它，中间的代理须转发 WebSocket。',
  livekit_news:
    'LiveKit 没有通知本服务器谁进入了房间，因此被移除的人要过半分钟才会被发现。请在其配置中填写本服务器地址并加上 /api/livekit/webhook。',
  backup_none: '请每晚用 npm run backup 备份，并把备份保存在另一台机器上。',
  backup_old: '每晚的备份似乎已停止。请用 npm run backup 立即备份，并查明原因。',
};
