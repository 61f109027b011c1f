/** The device check, and what to do when a browser keeps the microphone or the camera. */
export const check = {
  title: 'Device check',
  lead: 'See and hear yourself before others do. Nothing leaves this device.',
  cannotTitle: 'This browser cannot carry calls',
  cannot:
    'It has no WebRTC. Use another device, or open Ringway in Safari, Chrome, Edge or Firefox.',
  start: 'Start camera and microphone',
  stop: 'Stop camera and microphone',
  back: 'Back to settings',
  camera: {
    title: 'Camera',
    choose: 'Camera',
    preview: 'Your camera',
    off: 'The camera is off',
    problem: {
      denied: 'The browser does not let this page use the camera',
      not_found: 'No camera was found',
      in_use: 'Another app uses the camera',
      interrupted: 'Another app took the camera',
      insecure: 'The camera needs a secure address',
      failed: 'The camera did not start',
    },
  },
  microphone: {
    title: 'Microphone',
    choose: 'Microphone',
    level: 'Microphone level',
    say: 'Say something: the bar should move.',
    off: 'The microphone is off',
    problem: {
      denied: 'The browser does not let this page use the microphone',
      not_found: 'No microphone was found',
      in_use: 'Another app uses the microphone',
      interrupted: 'Another app took the microphone',
      insecure: 'The microphone needs a secure address',
      failed: 'The microphone did not start',
    },
  },
  speaker: {
    title: 'Speaker',
    choose: 'Speaker',
    test: 'Play a sound',
    playing: 'A sound is playing. Do you hear it?',
    unheard: 'No sound? Turn the volume up, or check which speaker or headphones are connected.',
    system: 'The sound goes where the system sends it.',
  },
  network: {
    title: 'Network',
    test: 'Test the network',
    again: 'Test again',
    running: 'Testing: this takes a few seconds.',
    idle: 'How far the server is, and whether anything gets lost on the way.',
    verdict: {
      good: 'Good for video calls',
      fair: 'Good for voice; video may stutter',
      poor: 'Too slow or lossy for a good call',
    },
    advice: {
      good: 'Nothing to do.',
      fair: 'Move closer to the Wi-Fi, or use a cable.',
      poor: 'Move closer to the Wi-Fi, use a cable or another network, and stop large downloads.',
    },
    roundTrip: 'Round trip',
    milliseconds: '{value, number} ms',
    loss: 'Lost on the way',
    relay: 'Relay',
    relayState: {
      none: 'Not set up: calls go direct',
      reachable: 'Reachable',
      unreachable: 'Not reachable: calls may fail behind strict firewalls',
    },
    unreachableTitle: 'The server does not answer',
    unreachableText: 'Check that this device has a network, then test again.',
  },
  help: {
    inUse: 'Close other apps and tabs that use it (a meeting, a camera app), then try again.',
    notFound: 'Plug one in or switch it on, then try again.',
    interrupted: 'End the other call or app that uses it, then try again.',
    insecure:
      'Browsers give camera and microphone to https pages alone. Ask your administrator for the https address.',
    failed: 'Unplug it and plug it in again, or restart the browser.',
    inApp: {
      title: 'This page is open inside another app, which keeps camera and microphone.',
      one: 'Open the menu of that app (often ••• at the top).',
      two: 'Choose “Open in browser”, or “Open in Safari”.',
    },
    app: {
      one: 'Open the settings of this app below.',
      two: 'Switch on microphone and camera.',
      three: 'Come back to the app. If your call is gone, call back.',
      open: 'Open Settings',
    },
    chrome: {
      one: 'Select the icon to the left of the address.',
      two: 'Switch on microphone and camera.',
      three: 'Come back to this page and try again.',
    },
    android: {
      one: 'Tap the icon to the left of the address, then “Permissions”.',
      two: 'Allow microphone and camera.',
      three:
        'Nothing there? Open the Android settings, Apps, your browser, Permissions, and allow them.',
    },
    edge: {
      one: 'Select the padlock to the left of the address, then “Permissions for this site”.',
      two: 'Set microphone and camera to “Allow”.',
      three: 'Come back to this page and try again.',
    },
    firefox: {
      one: 'Select the crossed-out microphone or camera to the left of the address.',
      two: 'Remove “Blocked” beside it.',
      three: 'Try again and choose “Allow”.',
    },
    safariMac: {
      one: 'In the menu bar open Safari, then “Settings for this website”.',
      two: 'Set camera and microphone to “Allow”.',
      three: 'Come back to this page and try again.',
    },
    safariIos: {
      one: 'Tap the icon at the side of the address, then “Website Settings”.',
      two: 'Set camera and microphone to “Allow”.',
      three: 'Still blocked? Open the Settings app, Apps, Safari, and allow both there.',
    },
    otherIos: {
      one: 'Open the Settings app and find your browser among the apps.',
      two: 'Switch on microphone and camera.',
      three: 'Come back to this page and try again.',
    },
    other: {
      one: 'Open the site settings of your browser for this address.',
      two: 'Allow microphone and camera.',
      three: 'Load this page again.',
    },
    system: {
      macos:
        'It is allowed there already? Open System Settings, Privacy and Security, and allow your browser under Microphone and Camera.',
      windows:
        'It is allowed there already? Open Settings, Privacy and security, and allow apps to use microphone and camera.',
    },
  },
} as const;
