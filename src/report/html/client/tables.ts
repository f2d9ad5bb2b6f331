/** Tables that sort by a click on a title, and show only the rows that hold a text. */
export function tables(): void {
  for (const input of document.querySelectorAll<HTMLInputElement>('input[data-filters]')) {
    const table = document.getElementById(input.dataset['filters']!)!;
    const said = document.getElementById(`${table.id}-found`)!;
    const rows = [...table.querySelectorAll<HTMLTableRowElement>('tbody tr')];
    input.addEventListener('input', () => {
      const words = input.value.toLowerCase().split(/\s+/);
      for (const row of rows) row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word));
      said.textContent = `${String(rows.filter((row) => !row.hidden).length)} of ${String(rows.length)} rows`;
    });
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>('th button')) {
    button.addEventListener('click', () => sort(button.closest('th')!));
  }
}

function sort(title: HTMLTableCellElement): void {
  const up = title.getAttribute('aria-sort') !== 'ascending';
  for (const other of title.parentElement!.children) other.removeAttribute('aria-sort');
  title.setAttribute('aria-sort', up ? 'ascending' : 'descending');
  const body = title.closest('table')!.tBodies[0]!;
  const rows = [...body.rows].map((row) => ({ row, key: keyOf(row.cells[title.cellIndex]!) }));
  const numbers = rows.every(({ key }) => key === '' || !Number.isNaN(Number(key)));
  const order = (a: string, b: string): number => (numbers ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0);
  rows.sort((a, b) => (up ? 1 : -1) * order(a.key, b.key));
  body.append(...rows.map(({ row }) => row));
}

const keyOf = (cell: HTMLTableCellElement): string => cell.dataset['sort'] ?? cell.textContent.trim();
