// Before the first paint, so that nobody sees the other theme flash. A file of its own: the page allows no inline scripts.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('studio.theme');
  } catch (error) {
    console.warn('theme.unreadable', error);
  }
  const isLight = chosen === 'light' || (chosen === 'system' && matchMedia('(prefers-color-scheme: light)').matches);
  const theme = isLight ? 'light' : 'dark';
  document.documentElement.dataset.theme = theme;
  // What the browser paints before the styles are here.
  document.querySelector('meta[name="color-scheme"]')?.setAttribute('content', theme);
})();
