import type { NextConfig } from 'next';

const config: NextConfig = {
  output: 'export',
  images: { unoptimized: true },
  reactStrictMode: true,
  devIndicators: false,
  // Each of the demo's people has an origin of their own, in development too.
  allowedDevOrigins: ['127.0.0.1', '*.localhost'],
  // Types are checked once, by `npm run types`; a build on a fresh machine need not repeat it.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: import.meta.dirname },
  // A page tells by it whether its service worker is of the same build.
  env: { RINGWAY_BUILD: process.env['RINGWAY_BUILD_ID'] ?? 'development' },
  // The same sources give the same pages: the build names itself after them (scripts/build.mjs).
  generateBuildId: () => process.env['RINGWAY_BUILD_ID'] ?? 'development',
};

export default config;
