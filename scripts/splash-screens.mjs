/**
 * Screens of iPhones and iPads, upright, in points, that a first picture is drawn for; iOS shows one that fits
 * to the pixel, or none (Apple, "Configuring Web Applications").
 * @type {readonly { width: number, height: number, ratio: 2 | 3 }[]}
 */
export const splashScreens = [
  { width: 375, height: 667, ratio: 2 },
  { width: 414, height: 896, ratio: 2 },
  { width: 375, height: 812, ratio: 3 },
  { width: 390, height: 844, ratio: 3 },
  { width: 393, height: 852, ratio: 3 },
  { width: 402, height: 874, ratio: 3 },
  { width: 428, height: 926, ratio: 3 },
  { width: 430, height: 932, ratio: 3 },
  { width: 440, height: 956, ratio: 3 },
  { width: 820, height: 1180, ratio: 2 },
];
