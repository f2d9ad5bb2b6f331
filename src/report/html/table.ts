/** Tables of a page. */
import { type Content, type Html, html } from './html.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'right';
  /** Long text, which may take several lines. */
  readonly wraps?: true;
}

/** What stands in a cell, and what it is sorted by where that is something else. */
export type Cell = Content | { readonly shown: Content; readonly sort: number | string };

export interface TableOptions {
  /** Unique on the page. */
  readonly id: string;
  readonly caption: string;
  /** A field above it that shows only some rows, for tables of many. */
  readonly filter?: boolean;
}

/** The first column names its row. */
export function table(
  { id, caption, filter = false }: TableOptions,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): Html {
  const classOf = ({ align, wraps }: Column): Content =>
    align === undefined && wraps === undefined ? null : html` class="${align === undefined ? 'wrap' : 'right'}"`;
  const head = columns.map(
    (column) =>
      html`<th scope="col" ${classOf(column)}>
        ${filter ? html`<button type="button">${column.title}</button>` : column.title}
      </th>`,
  );
  const cell = (content: Cell, i: number): Html => {
    const sorted = isSorted(content);
    const attributes = html`${classOf(columns[i]!)}${sorted ? html` data-sort="${content.sort}"` : null}`;
    const shown = sorted ? content.shown : content;
    return i === 0 ? html`<th scope="row" ${attributes}>${shown}</th>` : html`<td${attributes}>${shown}</td>`;
  };
  return html`${filter ? field(id, caption, rows.length) : null}
    <div class="scroll${filter ? ' long' : ''}" tabindex="0" role="region" aria-label="${caption}">
      <table id="${id}">
        <caption>
          ${caption}
        </caption>
        <thead>
          <tr>
            ${head}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${row.map(cell)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function isSorted(content: Cell): content is Extract<Cell, { shown: Content }> {
  return typeof content === 'object' && content !== null && 'shown' in content;
}

const field = (id: string, caption: string, rows: number): Html =>
  html`<div class="filter">
    <label for="${id}-text">Show only rows with</label>
    <input id="${id}-text" type="text" data-filters="${id}" aria-describedby="${id}-found" />
    <span id="${id}-found" class="quiet" role="status">${rows} ${rows === 1 ? 'row' : 'rows'}</span>
  </div>`;
