import { create } from 'zustand';

/** Dark unless somebody chooses otherwise; `system` follows the device. */
export type ThemeChoice = 'system' | 'dark' | 'light';

interface Settings {
  readonly theme: ThemeChoice;
  /** Bare letters as commands; off for people whose tools type for them. */
  readonly areSingleKeysOn: boolean;
  /** Colleagues' pointers on the canvas. */
  readonly areCursorsShown: boolean;
  readonly isInspectorOpen: boolean;
  readonly isDockOpen: boolean;
  /** Pixels. */
  readonly inspectorWidth: number;
  /** Pixels. */
  readonly dockHeight: number;
}

const THEME_KEY = 'studio.theme';
const SETTINGS_KEY = 'studio.settings';

/** What this device remembers of how I like the page. */
export const useSettings = create<Settings>(() => ({
  areSingleKeysOn: true,
  areCursorsShown: true,
  isInspectorOpen: true,
  isDockOpen: false,
  inspectorWidth: 320,
  dockHeight: 232,
  ...readSettings(),
  theme: readTheme(),
}));

/** Changes settings and keeps them on this device. */
export function changeSettings(change: Partial<Settings>): void {
  useSettings.setState(change);
  const { theme, ...rest } = useSettings.getState();
  write(THEME_KEY, theme);
  write(SETTINGS_KEY, JSON.stringify(rest));
  applyTheme();
}

/** Puts the chosen theme on the page; `system` follows the device. */
export function applyTheme(): void {
  const { theme } = useSettings.getState();
  const isLight = theme === 'light' || (theme === 'system' && matchMedia('(prefers-color-scheme: light)').matches);
  document.documentElement.dataset['theme'] = isLight ? 'light' : 'dark';
}

/** Follows the device's theme while `system` is chosen. */
export function followSystemTheme(): void {
  matchMedia('(prefers-color-scheme: light)').addEventListener('change', applyTheme);
}

function readTheme(): ThemeChoice {
  const stored = read(THEME_KEY);
  return stored === 'system' || stored === 'light' ? stored : 'dark';
}

function readSettings(): Partial<Settings> {
  try {
    const stored: unknown = JSON.parse(read(SETTINGS_KEY) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return {};
    return Object.fromEntries(
      Object.entries(stored).filter(([, value]) => typeof value === 'boolean' || isSize(value)),
    );
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && value >= 160 && value <= 900;
}

function read(key: string): string | null {
  return typeof localStorage === 'undefined' ? null : localStorage.getItem(key);
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch (error) {
    console.warn('settings.not-kept', error);
  }
}
