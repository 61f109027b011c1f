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
