import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react(), tailwind()],
  // Two copies of Yjs would not recognise each other's types.
  resolve: { dedupe: ['yjs', 'react', 'react-dom'] },
  build: { outDir: 'dist', target: 'es2023', chunkSizeWarningLimit: 600 },
});
