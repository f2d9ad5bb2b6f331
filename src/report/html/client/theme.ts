/** Light or dark: as the reader's system has it, until the reader says otherwise. */
const KEY = 'seedctl-theme';
const THEMES = ['system', 'light', 'dark'] as const;

/** @param repaint called when colours have changed */
export function theme(repaint: () => void): void {
  const button = document.querySelector<HTMLButtonElement>('[data-theme-button]');
  const apply = (name: string): void => {
    if (name === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = name;
    if (button !== null) button.textContent = `Colours: ${name}`;
    repaint();
  };
  let now = THEMES.indexOf(remembered() as (typeof THEMES)[number]);
  apply(THEMES[Math.max(0, now)]!);
  button?.addEventListener('click', () => {
    now = (Math.max(0, now) + 1) % THEMES.length;
    apply(THEMES[now]!);
    try {
      localStorage.setItem(KEY, THEMES[now]!);
    } catch {
      // A page without storage forgets.
    }
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
}

function remembered(): string {
  try {
    return localStorage.getItem(KEY) ?? 'system';
  } catch {
    return 'system';
  }
}
