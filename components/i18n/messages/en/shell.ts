/** The frame around every signed-in page. */
export const shell = {
  navigation: 'Main',
  recents: 'Recents',
  people: 'People',
  keypad: 'Keypad',
  meetings: 'Meetings',
  settings: 'Settings',
  administration: 'Administration',
  unseen: '{count, plural, one {# missed call} other {# missed calls}}',
  starting: 'Ringway is starting',
  connecting: 'Connecting to the server. Calls cannot come in until this is done.',
  offline:
    'You are offline. People, recents and settings are as you last saw them; calls wait until the network is back.',
  update: {
    offered: 'A new version of Ringway is ready.',
    waiting: 'The new version comes as soon as your call is over.',
    applying: 'The new version starts now.',
    apply: 'Use it now',
  },
  ready: {
    rings: 'This device rings',
    rings_while_open: 'Rings while this page is open',
    rings_while_app_open: 'Rings while the app is open',
    does_not_ring: 'This device does not ring',
    ringsDetail: 'Calls reach you here even when the page is closed.',
    openDetail: 'Keep this page open, in any tab, and calls reach you here.',
    ringsByApp: 'The app rings here also while this iPhone is locked.',
    openInApp: 'Keep the app open in front, and calls reach you here.',
    title: 'Ringing on this device',
    why: 'Why, and what to do',
    repairing: 'Working on it',
    unrepaired: 'That did not help yet. Follow the words above, then try again.',
    test: 'Ring me as a test',
    check: 'Check camera and sound',
    reason: {
      offline: {
        title: 'There is no connection to the server',
        text: 'Check your network. It connects again by itself.',
        repair: 'Connect now',
      },
      device_switched_off: {
        title: 'Ringing is switched off for this device',
        text: 'Your other devices still ring.',
        repair: 'Let it ring',
      },
      sound_blocked: {
        title: 'Sound is blocked until you tap',
        text: 'A browser plays no sound on a page that nobody has touched yet.',
        repair: 'Allow sound',
      },
      no_webrtc: {
        title: 'This browser cannot carry calls',
        text: 'It rings, but it has no WebRTC, which calls need. Answer on another device, or open Ringway here in Safari, Chrome, Edge or Firefox.',
        repair: 'Look again',
      },
      microphone_denied: {
        title: 'The microphone is not allowed',
        text: 'It rings, but nobody would hear you. If the browser does not ask, allow the microphone in the site settings beside the address.',
        repair: 'Allow microphone',
      },
      notifications_off: {
        title: 'Notifications are off',
        text: 'With notifications calls reach you here also while another window is in front or this page is closed.',
        repair: 'Allow notifications',
      },
      notifications_denied: {
        title: 'Notifications are blocked',
        text: 'You hear a call while this page is open, but see none while another window is in front, and nothing rings once it is closed.',
        repair: 'Look again',
      },
      not_installed: {
        title: 'Put Ringway on the home screen',
        text: 'An iPhone or iPad lets an app on the home screen ring while it is closed, and no page in a browser.',
        repair: 'Install',
      },
      push_unavailable: {
        title: 'It cannot ring while it is closed',
        text: 'Keep this page open, in any tab, and calls reach you here.',
        repair: 'Look again',
      },
      push_lost: {
        title: 'The connection for ringing while closed is lost',
        text: 'Notifications are allowed, but the push service of this browser does not know this device any more, or does not answer.',
        repair: 'Connect again',
      },
      installable: {
        title: 'Ringway can be installed as an app',
        text: 'It then has its own window and icon, and can start with this device.',
        repair: 'Install',
      },
      in_app_browser: {
        title: 'This page is open inside another app',
        text: 'Calls do not work there. Open its menu and choose “Open in browser”, or copy the address into your browser.',
        repair: 'Try again',
      },
      insecure_context: {
        title: 'The address is not secure',
        text: 'A browser gives camera and microphone to https addresses alone. Ask your administrator for the secure address.',
        repair: 'Try again',
      },
      elsewhere_tab: {
        title: 'Another tab rings in this one’s place',
        text: 'You have Ringway open twice; it rings once.',
        repair: 'Ring here',
      },
      app_waiting: {
        title: 'The app is being registered',
        text: 'As soon as iOS has given it a push token and the server has that, it rings also while it is closed.',
        repair: 'Look again',
      },
      app_no_token: {
        title: 'iOS does not let the app ring yet',
        text: 'The app has no push token of this iPhone, or the token is no longer good. Check the network, close the app and open it again; if that does not help, restart the iPhone.',
        repair: 'Look again',
      },
      app_not_configured: {
        title: 'The server does not ring iPhones',
        text: 'No VoIP certificate is named on this server, so the app cannot ring while it is closed. Ask your administrator to set it up.',
        repair: 'Look again',
      },
      app_refused: {
        title: 'The server does not know this app',
        text: 'It was built for another certificate than those that the server has. Ask your administrator to add the app’s VoIP certificate, or install the app of your organisation.',
        repair: 'Try again',
      },
      app_failing: {
        title: 'The app is not registered yet',
        text: 'The server did not take its registration. It tries again by itself.',
        repair: 'Try now',
      },
    },
    how: {
      site_settings:
        'Press the sign to the left of the address, then “Notifications” or “Permissions”, choose “Allow”, and come back.',
      android_settings:
        'Open the menu ⋮ → “Settings” → “Site settings” → “Notifications”, choose this site and allow it. If it is allowed there, allow notifications for the browser in the settings of Android.',
      firefox_settings:
        'Press the padlock beside the address → “Connection secure” → “More information” → “Permissions”, and allow “Send notifications”.',
      safari_settings:
        'In the menu “Safari” choose “Settings” → “Websites” → “Notifications”, and allow this site.',
      ios_settings:
        'Open the app “Settings” → “Notifications” → “Ringway”, and allow notifications.',
      ios_home_screen:
        'Open this page in Safari, press Share, then “Add to Home Screen”, open Ringway from there and allow notifications.',
      app_settings:
        'It rings, but nobody would hear you. Open the app “Settings” → “Apps” → “Ringway”, and allow the microphone.',
      server_has_no_push:
        'Web push is not set up on this server. Your administrator sees in the system health what is missing.',
      browser_has_no_push:
        'This browser, or this kind of window, has no web push. A private window has none; another browser may.',
    },
  },
} as const;
