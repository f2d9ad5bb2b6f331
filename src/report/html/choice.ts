/** Panels of which one is seen, chosen by two lists: an asset, then what of it. */
import { type Html, html } from './html.ts';

export interface Panel {
  readonly group: string;
  readonly item: string;
  readonly content: Html;
}

export interface ChoiceOptions {
  /** Unique on the page. */
  readonly id: string;
  /** What a group and an item are called. */
  readonly group: string;
  readonly item: string;
}

/** An element anywhere on the page with `data-choose` and the name of a group shows that group. */
export function choice({ id, group, item }: ChoiceOptions, panels: readonly Panel[]): Html {
  const groups = [...new Set(panels.map((panel) => panel.group))];
  const first = panels.filter((panel) => panel.group === groups[0]);
  const options = (names: readonly string[]) => names.map((name) => html`<option value="${name}">${name}</option>`);
  return html`<div data-choice>
    <div class="filter choose">
      <label for="${id}-group">${group}</label>
      <select id="${id}-group">
        ${options(groups)}
      </select>
      <label for="${id}-item">${item}</label>
      <select id="${id}-item">
        ${options(first.map((panel) => panel.item))}
      </select>
      <button type="button" data-previous>Previous ${group.toLowerCase()}</button>
      <button type="button" data-next>Next ${group.toLowerCase()}</button>
    </div>
    <div data-stage></div>
    ${panels.map((panel) => html`<template data-group="${panel.group}" data-item="${panel.item}">${panel.content}</template>`)}
  </div>`;
}
