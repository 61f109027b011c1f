/** A camera and a microphone that need nobody, and media over loopback, as Chromium has them in tests. */
export const firefoxMedia = {
  'intl.accept_languages': 'en-GB',
  'media.navigator.permission.disabled': true,
  'media.navigator.streams.fake': true,
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
} as const;
