import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// `npm run dev` asks the service at WEIR_URL (http://127.0.0.1:8642).
const service = process.env.WEIR_URL ?? 'http://127.0.0.1:8642';
const proxied = ['/subscriptions', '/weir', '/metrics', '/healthz', '/openapi.json'];

export default defineConfig(({ command }) => ({
  base: '/ui/',
  plugins: [react()],
  resolve: { alias: { '@': new URL('./src', import.meta.url).pathname } },
  // The service puts a nonce here with each page; the development server knows none.
  ...(command === 'build' && !process.env.VITEST ? { html: { cspNonce: '{{nonce}}' } } : {}),
  build: {
    outDir: process.env.WEIR_UI_DIST ?? 'dist',
    emptyOutDir: true,
    target: 'es2022',
    manifest: 'build.json',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
  },
  // The sample of the first minutes is beside this folder.
  server: {
    fs: { allow: ['..'] },
    proxy: Object.fromEntries(proxied.map((path) => [path, { target: service }])),
  },
  test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}'] },
}));
