/** One self-contained page: style, script and data are in it, and it may ask nobody for anything. */
import { script, style } from './client.generated.js';
import { type Content, Html, html } from './html.ts';

export interface Section {
  /** What the address of the section ends in. */
  readonly id: string;
  readonly title: string;
  readonly content: Content;
}

export interface Page {
  readonly title: string;
  readonly summary: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** What a reader should know first, and what was left out. */
  readonly notes: readonly Content[];
  readonly sections: readonly Section[];
  /** What made it: name and version. */
  readonly maker: string;
}

/** The browser itself keeps every request from leaving. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

export function renderPage({ title, summary, facts, notes, sections, maker }: Page): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <link rel="icon" href="data:," />
        <title>${title}</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header>
          <div class="top">
            <div>
              <h1>${title}</h1>
              <p>${summary}</p>
            </div>
            <button type="button" data-theme-button>Colours: system</button>
          </div>
          <dl class="facts">
            ${facts.map(
              ([name, value]) =>
                html`<dt>${name}</dt>
                  <dd>${value}</dd>`,
            )}
          </dl>
          <nav aria-label="Sections">
            <ul>
              ${sections.map(({ id, title: of }) => html`<li><a href="#${id}">${of}</a></li>`)}
            </ul>
          </nav>
        </header>
        <main id="content" tabindex="-1">
          ${notes.map((note) => html`<p class="note">${note}</p>`)}
          ${sections.map(
            ({ id, title: of, content }) =>
              html`<section aria-labelledby="${id}">
                <h2 id="${id}">${of}</h2>
                ${content}
              </section>`,
          )}
        </main>
        <footer>${maker}</footer>
        <script>
          ${new Html(script)};
        </script>
      </body>
    </html>`;
  return `${page.text.replaceAll(/\n\s+/g, '\n')}\n`;
}
