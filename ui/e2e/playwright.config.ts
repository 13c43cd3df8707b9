import { defineConfig } from '@playwright/test';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const WIDE = { width: 1360, height: 820 };
const PHONE = { width: 390, height: 800 };
const looks = (['light', 'dark'] as const).flatMap((colorScheme) => [
  { name: `wide-${colorScheme}`, use: { viewport: WIDE, colorScheme } },
  { name: `phone-${colorScheme}`, use: { viewport: PHONE, colorScheme, hasTouch: true } },
]);

// What a screen does is tried once, on a wide one in the light; how it looks, in every look.
export default defineConfig({
  testDir: '.',
  outputDir: process.env.WEIR_UI_RESULTS ?? 'results',
  globalSetup: './global.ts',
  timeout: 240_000,
  expect: { timeout: 60_000 },
  workers: 1,
  reporter: [['list']],
  use: {
    timezoneId: 'UTC',
    launchOptions: { executablePath: CHROMIUM, args: QUIET },
  },
  projects: [
    ...looks.map((look) => ({ ...look, testMatch: 'looks.spec.ts' })),
    {
      name: 'works',
      testIgnore: 'looks.spec.ts',
      use: { viewport: WIDE, colorScheme: 'light' as const },
    },
  ],
});
