import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const WORKER = join(import.meta.dirname, 'worker/offline.js');
const PUBLIC = join(import.meta.dirname, 'public');

/**
 * Writes the worker that keeps the page for a time without a network, with the name of this build and all its files. The
 * name changes with any of them; the page learns it from `index.html`.
 */
function keepPageOffline(): Plugin {
  return {
    name: 'keep-page-offline',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const page = bundle['index.html'];
        if (page?.type !== 'asset') throw new Error('The build made no index.html.');
        const open = readdirSync(PUBLIC);
        const hash = createHash('sha256').update(String(page.source)).update(readFileSync(WORKER));
        for (const name of Object.keys(bundle).toSorted()) hash.update(name);
        for (const name of open) hash.update(readFileSync(join(PUBLIC, name)));
        const build = hash.digest('hex').slice(0, 16);
        const assets = Object.keys(bundle).filter((name) => name.startsWith('assets/'));
        const files = ['/', ...[...assets, ...open].map((name) => `/${name}`)];
        page.source = String(page.source).replace('<head>', `<head>\n    <meta name="build" content="${build}" />`);
        const head = `const BUILD = ${JSON.stringify(build)};\nconst FILES = ${JSON.stringify(files)};\n`;
        this.emitFile({ type: 'asset', fileName: 'offline.js', source: head + readFileSync(WORKER, 'utf8') });
      },
    },
  };
}

export default defineConfig({
  plugins: [react(), tailwind(), keepPageOffline()],
  // Two copies of Yjs would not recognise each other's types.
  resolve: { dedupe: ['yjs', 'react', 'react-dom'] },
  build: { outDir: 'dist', target: 'es2023', chunkSizeWarningLimit: 600 },
});
