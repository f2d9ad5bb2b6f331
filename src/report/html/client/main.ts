/** The script of a page: draws what comes into view, and listens. All its words and numbers are in the page. */
import 'uplot/dist/uPlot.min.css';
import './style.css';
import { draw } from './chart.ts';
import { choices } from './choices.ts';
import { tables } from './tables.ts';
import { theme } from './theme.ts';

const drawn = new Map<Element, { repaint(): void }>();

const show = (element: Element): void => {
  if (!drawn.has(element)) drawn.set(element, draw(element as HTMLElement));
};

const inView = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      inView.unobserve(target);
      show(target);
    }
  },
  { rootMargin: '200px' },
);

function observe(root: ParentNode): void {
  for (const figure of root.querySelectorAll('[data-figure]')) inView.observe(figure);
}

const repaint = (): void => {
  for (const [element, chart] of drawn) {
    if (element.isConnected) chart.repaint();
    else drawn.delete(element);
  }
};

theme(repaint);
tables();
choices(observe);
observe(document);
// The first one is there when the reader comes to it.
const first = document.querySelector('[data-figure]');
if (first !== null) show(first);
performance.mark('first-chart');
// What was not looked at yet is on paper too.
window.addEventListener('beforeprint', () => {
  for (const figure of document.querySelectorAll('[data-figure]')) show(figure);
});
