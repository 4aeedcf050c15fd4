import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const outDir = fileURLToPath(new URL('../../dist/apps/web', import.meta.url));

/** Text is compressed once, when it is built, as well as it can be; whoever serves it only chooses. */
const compressed = {
  name: 'compressed',
  apply: 'build',
  closeBundle() {
    const folder = join(outDir, 'assets');
    for (const name of readdirSync(folder).filter((file) => /\.(js|css|svg)$/.test(file))) {
      const bytes = readFileSync(join(folder, name));
      const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
      writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes, { params }));
      writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
    }
  },
};

export default defineConfig({
  root,
  plugins: [react(), compressed],
  // The contracts are read from their source, as everything else in the house does.
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    manifest: 'manifest.json',
    assetsInlineLimit: 0, // the content security policy takes nothing inline
    modulePreload: { polyfill: false },
    rollupOptions: {
      // What the queue needs comes in few pieces: each file brings half a kilobyte of headers and is compressed alone.
      output: {
        codeSplitting: { groups: [{ name: 'common', minShareCount: 3, test: /apps\/web\/src|libs\/contracts/ }] },
      },
      input: { staff: join(root, 'index.html'), public: join(root, 'src/style/public.css') },
      // Declarations only: what a page does not use of the contracts (zod schemas, above all) stays out of the bundle.
      treeshake: { moduleSideEffects: (id) => !/\/libs\/contracts\//.test(id) },
    },
  },
  server: { host: '127.0.0.1', port: 8310, strictPort: true, proxy: { '/api': 'http://127.0.0.1:8300' } },
});
