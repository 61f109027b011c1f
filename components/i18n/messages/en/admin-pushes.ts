/** What holds for each provider alike. */
const anyRemedy = {
  ready:
    'It works, but not every push got through of late. Open the push log and look at the journey of the one that did not.',
  not_checked: 'Nothing was sent yet. Press “Check now” under Push services: nobody is rung.',
  topic_refused:
    'The service does not take what is sent for this app. Open the push log and look at the reason.',
  clock_wrong:
    'The signature carries a time that the service takes for wrong. Set the clock of this server and turn on time synchronisation (NTP).',
  out_of_quota:
    'The service takes no more for now. It comes back by itself; what waits is sent then, if the call still rings.',
  failing:
    'The service answers, but with errors. Look at its status page and at the reasons in the push log. What failed is tried again while the call rings.',
  no_contact:
    'Closed browsers do not ring. Set PUSH_CONTACT to an address that push services may write to, such as mailto:you@example.com, and start the server again.',
  no_public_origin:
    'Closed browsers do not ring. Set ORIGIN to the https address by which people reach this server, and start it again.',
} as const;

/** Administration: what is said of push services, of pushes and of their journeys. */
export const adminPushes = {
  parts: { label: 'Parts of pushes', log: 'Log', services: 'Services' },
  service: { apns: "Apple's push service", jpush: 'JPush', web: 'Web push' },
  provider: { apns: 'Apple (APNs)', jpush: 'JPush', web: 'Web push' },
  environment: { production: 'Production', sandbox: 'Sandbox (development)' },
  purpose: { ring: 'Call', over: 'End of a call', test: 'Test' },
  facts: {
    provider: 'Sent by',
    environment: 'Environment',
    appKey: 'App key',
    certificateName: 'Certificate name',
    topic: 'Topic',
    team: 'Team',
    attempts: 'Attempts',
    latency: 'Answered after',
    answer: 'Answer',
    appleId: 'apns-id',
    messageId: 'Message id',
    copyId: 'Copy the id',
    queued: 'Queued',
    purpose: 'For',
    account: 'Account',
    device: 'Device',
    quota: 'Quota',
    quotaLeft:
      '{remaining, number} of {limit, number} left, back in full in {seconds, plural, one {# second} other {# seconds}}',
    checked: 'Last seen',
    never: 'Not yet',
  },
  state: {
    waiting: 'Waiting',
    sending: 'On its way',
    heard: 'Not needed',
    accepted: 'Accepted',
    refused: 'Refused',
    gone: 'Device gone',
    failed: 'Failed',
    dropped: 'Dropped',
    expired: 'Too late',
  },
  stateText: {
    waiting: 'The push waits for its turn.',
    sending: '{service} has not answered yet.',
    heard: 'An open page rang first, so no push was needed.',
    accepted:
      '{service} took the push and passes it on to the device. If the device stays silent now, look at it: is it on, on a network, and are notifications allowed?',
    rang: '{service} took the push, and the device said that it rang.',
    refused: '{service} refused the push. The device did not ring.',
    gone: '{service} knows this device no more. It did not ring.',
    failed: 'Nothing got through to {service} in time. The device did not ring.',
    dropped: 'The call was over before the push left. Nothing is wrong.',
    expired: 'The time to ring was over before the push got through.',
  },
  step: {
    queued: 'Put into the queue',
    stream_first: 'Open pages ring first; the push waits for them',
    connecting: 'Connecting to the service',
    sent: 'Sent',
    answered: 'The service answered',
    retrying: 'Once more',
    rang: 'The device rang',
    waiting: 'Waits for its turn',
    sending: 'On its way',
    heard: 'An open page rang: no push needed',
    accepted: 'Accepted',
    refused: 'Refused for good',
    gone: 'The service knows the device no more',
    failed: 'Given up',
    dropped: 'Not sent any more: the call is over',
    expired: 'Not sent any more: the time is over',
  },
  todo: {
    token_environment:
      'The push token of this phone does not belong to the environment that is set ({environment}), or not to this app. Apps installed by Xcode have sandbox tokens; apps from TestFlight and the App Store have production tokens. Set environment of this app key in APP_KEYS to the one of the app, or install the app that fits, and look whether the topic is its bundle identifier.',
    token_gone:
      'The app was removed from the device, or its token has changed. The token is deleted here. Let the person open the app once: it registers again.',
    browser_gone:
      'The browser has ended its subscription: notifications were taken back, or its data was cleared. Let the person open the page there and turn notifications on again.',
    key_environment:
      'The APNs key is limited to the other environment. Make a key for both in the developer account, or set environment of this app key in APP_KEYS to the one of the key.',
    apple_key:
      'Apple does not take the key. Compare team, key ID and .p8 of this app key in APP_KEYS with the developer account; replace a revoked key. Then start the server again and press “Check now” under Services.',
    apple_topic:
      'The topic does not fit the key or the token. It has to be the bundle identifier of the app on this phone, of the same team as the key. Correct topic in APP_KEYS and start the server again.',
    clock:
      'Apple takes the signature for too old or too new. Set the clock of this server and turn on time synchronisation (NTP).',
    jpush_key:
      'JPush does not take AppKey and master secret. Copy both anew from its console into APP_KEYS and start the server again.',
    jpush_list:
      'The address of this server is not on the IP list of the app. Add it in the JPush console, or turn the list off.',
    jpush_permission:
      'The JPush plan of this app does not include such pushes. Have VoIP and custom messages enabled for it.',
    vapid_key:
      'The push service does not take the VAPID key of this server. If VAPID_KEY was changed, put the former one back, or let the person turn notifications on again.',
    private_address:
      'The subscription points to an address inside a network, where nothing is sent. Let the person turn notifications off and on again in the browser.',
    too_large:
      'The push is too large for the service. Shorten the name of the caller or of the organisation, and report this.',
    no_credentials:
      'There are no credentials for this app key. Add them to APP_KEYS and start the server again.',
    busy: 'The service takes no more for now. Wait a minute and ring again; if it happens often, have the quota enlarged.',
    service_errors:
      'The service has trouble of its own. Look at its status page and ring again later; nothing has to be changed here.',
    no_answer:
      'The service could not be reached, or did not answer. Allow outgoing connections to it (port 443), look at DNS and firewall, then ring again.',
    stopped: 'The server was stopped meanwhile. Ring again.',
    expired: 'It took too long. Look at earlier steps for what held it up, and ring again.',
    other: 'Look the reason up in the documentation of the service, then ring again.',
  },
  journey: {
    title: 'Push to {device}',
    what: 'What to do',
    steps: 'Journey',
    after: 'after {time}',
    nextStep: 'Waiting for the next step',
    slow: 'No answer for over ten seconds. It is tried until the time to ring is over, 20 seconds in all; you may close this and find it in the push log.',
    lost: 'How it goes on cannot be loaded at the moment. The push goes on; this is tried again.',
    log: 'All pushes of {name}',
  },
  ring: {
    button: 'Ring this device',
    buttonNamed: 'Ring {name} as a test',
    title: 'Ringing {name}',
    asking: 'The ring is asked for',
    failed: 'The device could not be rung',
    again: 'Ring again',
    page: 'A page of this device is open and rings now. No push is needed for that.',
    silent: 'Nothing was sent: this device has no way to be rung now.',
    noCredentials:
      'Its app key has no credentials, so it rings only while the app is open. Set them in APP_KEYS, start the server again and look at Services.',
    appGone: 'Its push token is void. Let the person open the app once: it registers again.',
    browser:
      'The page is closed and notifications are off. Let the person open it there and turn notifications on in its settings.',
  },
  devices: {
    kind: { web: 'Browser', ios: 'iPhone or iPad', android: 'Android', outside: 'Outside client' },
    kindLabel: 'Kind',
    registered: 'Registered',
    channels: 'Rung by',
    channel: { stream: 'Open page', apns: 'Apple (APNs)', jpush: 'JPush', web: 'Web push' },
    rings: 'rings',
    silent: 'silent',
    noChannels: 'Nothing',
    ringing: 'Rings',
    unreachable: 'Does not ring',
    off: 'Ringing is off',
    lastPush: 'Last push',
    noPush: 'None yet',
    open: 'Show the journey of this push',
    log: 'Push log of this account',
    unknownKey: 'no credentials',
  },
  log: {
    title: 'Push log',
    state: 'State',
    anyState: 'Every state',
    account: 'Account',
    accountHint: 'Name or address',
    all: 'Everybody',
    only: 'Pushes of {name} alone',
    somebody: 'this account',
    clear: 'Show everybody',
    emptyTitle: 'No pushes yet',
    emptyText:
      'Every push that rings a device is listed here with its journey. To try one, open an account and ring one of its devices.',
    noneTitle: 'No such push',
    noneText: 'Nothing fits. Choose another state or another account.',
    failedTitle: 'The push log could not be loaded',
    failedMore: 'Older pushes could not be loaded. What is shown stays right.',
    more: 'Show older pushes',
    column: {
      device: 'Sent to',
      state: 'State',
      provider: 'Sent by',
      latency: 'Answered after',
      queued: 'Time',
    },
    open: 'Push to {device} of {name}',
    trouble: '{service}: {verdict}',
    toServices: 'Look at services',
  },
  services: {
    title: 'Push services',
    text: 'A card for each set of credentials. Secrets are never shown.',
    check: 'Check now',
    checking: 'The services are being tried; nobody is rung.',
    checked: 'Checked just now.',
    checkFailed: 'The services could not be checked',
    failedTitle: 'The push services could not be loaded',
    emptyTitle: 'No push service is set up',
    emptyText:
      'Devices ring only while the page or the app is open. Set APP_KEYS for apps and PUSH_CONTACT for browsers, and start the server again.',
    browsers: 'Browsers and installed web apps',
    tone: { good: 'Good', warning: 'Needs a look', bad: 'Broken', off: 'Off' },
  },
  verdict: {
    ready: 'Works',
    not_checked: 'Not tried yet',
    no_credentials: 'Not set up',
    key_refused: 'The key is refused',
    topic_refused: 'The topic is refused',
    clock_wrong: 'The clock is wrong',
    out_of_quota: 'The quota is used up',
    unreachable: 'Out of reach',
    failing: 'Answers with errors',
    no_contact: 'No contact is set',
    no_public_origin: 'No public address',
  },
  remedy: {
    apns: {
      ...anyRemedy,
      ready:
        'Key and topic are taken, but the token of a phone was refused of late. Open the push log: its app is probably built for the other environment.',
      no_credentials:
        'Phones that register for this are rung only while their app is open. Put team, key ID, .p8 key and topic into APP_KEYS and start the server again. If nobody uses the iPhone app, nothing is to be done.',
      key_refused:
        'Apple does not take the key. Compare team, key ID and .p8 in APP_KEYS with the developer account. A revoked key never works again: make a new one there, put it into APP_KEYS and start the server again.',
      topic_refused:
        'Apple does not take the topic from this key. It has to be the bundle identifier of the app, the app has to be of the same team, and a push token has to come from that very app. Correct the topic in APP_KEYS and start the server again.',
      unreachable:
        'No connection to Apple. Allow outgoing connections to port 443 of api.push.apple.com and api.sandbox.push.apple.com; look at firewall and DNS. A proxy has to let HTTP/2 through.',
    },
    jpush: {
      ...anyRemedy,
      no_credentials:
        'Phones that register for this are rung only while their app is open. Put AppKey and master secret into APP_KEYS and start the server again.',
      key_refused:
        'JPush does not take AppKey and master secret. Copy both anew from its console into APP_KEYS, see that this server is on its IP list, and start the server again.',
      out_of_quota:
        'JPush takes no more for now; what waits is sent when the quota is back, if the call still rings. If this happens often, ask JPush for a larger one.',
      unreachable:
        'No connection to JPush. Allow outgoing connections to port 443 of api.jpush.cn; look at firewall and DNS.',
    },
    web: {
      ...anyRemedy,
      not_checked:
        'Nothing was sent yet. The first ring of a closed browser shows whether it works.',
      no_credentials:
        'Browsers ring only while the page is open. Look at VAPID_KEY and start the server again.',
      key_refused:
        'A push service does not take the VAPID key. If VAPID_KEY was changed, put the former one back, or let people turn notifications on again.',
      unreachable:
        'No connection to the push service of a browser. Allow outgoing connections to port 443; look at firewall and DNS. From the mainland of China the service of Chrome cannot be reached: there, let people use the app or another browser.',
    },
  },
} as const;
