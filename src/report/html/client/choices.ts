/** Panels of which one is seen: by two lists, by what is clicked elsewhere on the page, or by the address. */

/** @param shown called with what a panel holds once it is there */
export function choices(shown: (root: ParentNode) => void): void {
  for (const choice of document.querySelectorAll<HTMLElement>('[data-choice]')) listen(choice, shown);
}

function listen(choice: HTMLElement, shown: (root: ParentNode) => void): void {
  const [groups, items] = choice.querySelectorAll('select');
  const stage = choice.querySelector('[data-stage]')!;
  const templates = new Map<string, HTMLTemplateElement[]>();
  for (const template of choice.querySelectorAll('template')) {
    const group = template.dataset['group']!;
    templates.set(group, [...(templates.get(group) ?? []), template]);
  }
  if (groups === undefined || items === undefined) return;

  const show = (): void => {
    const template = templates.get(groups.value)?.find(({ dataset }) => dataset['item'] === items.value);
    if (template === undefined) return;
    stage.replaceChildren(template.content.cloneNode(true));
    shown(stage);
  };
  /** Keeps the item where the group has it too: the same metric of another asset. */
  const chooseGroup = (): void => {
    const before = items.value;
    const names = (templates.get(groups.value) ?? []).map(({ dataset }) => dataset['item']!);
    items.replaceChildren(...names.map((name) => new Option(name, name, false, name === before)));
    show();
  };
  groups.addEventListener('change', chooseGroup);
  items.addEventListener('change', show);
  for (const [selector, step] of [
    ['[data-next]', 1],
    ['[data-previous]', -1],
  ] as const) {
    choice.querySelector(selector)!.addEventListener('click', () => {
      const { length } = groups.options;
      groups.selectedIndex = (groups.selectedIndex + step + length) % length;
      chooseGroup();
    });
  }
  document.addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLElement | SVGElement>('[data-choose]');
    const wanted = link?.dataset['choose'];
    if (wanted === undefined || !templates.has(wanted)) return;
    event.preventDefault();
    groups.value = wanted;
    chooseGroup();
    choice.scrollIntoView({ block: 'start' });
    groups.focus({ preventScroll: true });
  });
  chooseGroup();
}
