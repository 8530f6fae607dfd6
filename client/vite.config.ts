import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Writes the list of files that the page is made of, so that it can keep all of them for a time without a network. */
function listPageFiles(): Plugin {
  return {
    name: 'list-page-files',
    generateBundle(_options, bundle) {
      const files = Object.keys(bundle).filter((name) => name.startsWith('assets/'));
      this.emitFile({ type: 'asset', fileName: 'page-files.json', source: JSON.stringify(files) });
    },
  };
}

export default defineConfig({
  plugins: [react(), tailwind(), listPageFiles()],
  // Two copies of Yjs would not recognise each other's types.
  resolve: { dedupe: ['yjs', 'react', 'react-dom'] },
  build: { outDir: 'dist', target: 'es2023', chunkSizeWarningLimit: 600 },
});
