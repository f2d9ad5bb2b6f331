/** The language server that editors use for YAML, spoken to over its protocol. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const home = dirname(createRequire(import.meta.url).resolve('yaml-language-server/package.json'));

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface EditorDiagnostic {
  readonly message: string;
  readonly range: { readonly start: Position; readonly end: Position };
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly uri?: string; readonly diagnostics?: EditorDiagnostic[]; readonly items?: unknown[] };
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

export interface Offer {
  readonly label: string;
  readonly insertText?: string;
  readonly documentation?: string | { readonly value: string };
}

export class LanguageServer {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  readonly #published = new Map<string, (diagnostics: EditorDiagnostic[]) => void>();
  #buffer = Buffer.alloc(0);
  #last = 0;

  constructor() {
    this.#process = spawn(process.execPath, [join(home, 'bin/yaml-language-server'), '--stdio']);
    this.#process.stdout.on('data', (chunk: Buffer) => {
      this.#buffer = Buffer.concat([this.#buffer, chunk]);
      for (let message = this.#take(); message !== null; message = this.#take()) this.#receive(message);
    });
  }

  async start(): Promise<void> {
    await this.request('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        textDocument: {
          completion: { completionItem: { documentationFormat: ['markdown'] } },
          hover: { contentFormat: ['markdown'] },
          publishDiagnostics: {},
        },
        workspace: { configuration: true },
      },
    });
    this.#send({ method: 'initialized', params: {} });
  }

  async stop(): Promise<void> {
    await this.request('shutdown', null);
    const gone = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#send({ method: 'exit' });
    await gone;
  }

  open(uri: string, text: string): void {
    const textDocument = { uri, languageId: 'yaml', version: 1, text };
    this.#send({ method: 'textDocument/didOpen', params: { textDocument } });
  }

  close(uri: string): void {
    this.#send({ method: 'textDocument/didClose', params: { textDocument: { uri } } });
  }

  /** Opens a text, and waits for what the server says of it. */
  diagnostics(uri: string, text: string): Promise<EditorDiagnostic[]> {
    const published = new Promise<EditorDiagnostic[]>((resolve) => this.#published.set(uri, resolve));
    this.open(uri, text);
    return published;
  }

  async labels(uri: string, position: Position): Promise<string[]> {
    return (await this.offers(uri, position)).map(({ label }) => label);
  }

  /** What may be chosen, what is inserted then, and what is said of it. */
  async offers(uri: string, position: Position): Promise<readonly Offer[]> {
    const result = (await this.request('textDocument/completion', { textDocument: { uri }, position })) as {
      readonly items: readonly Offer[];
    } | null;
    return result?.items ?? [];
  }

  async hover(uri: string, position: Position): Promise<string> {
    const result = (await this.request('textDocument/hover', { textDocument: { uri }, position })) as {
      readonly contents: { readonly value: string } | string;
    } | null;
    if (result === null) return '';
    return typeof result.contents === 'string' ? result.contents : result.contents.value;
  }

  request(method: string, params: unknown): Promise<unknown> {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#send({ id, method, params });
    });
  }

  #receive({ id, method, params, result, error }: Message): void {
    if (method === 'textDocument/publishDiagnostics') this.#published.get(params!.uri!)?.(params!.diagnostics!);
    else if (method === 'workspace/configuration') {
      const settings = { validate: true, completion: true, hover: true, schemaStore: { enable: false } };
      const sections = params!.items as readonly { readonly section?: string }[];
      this.#send({ id, result: sections.map(({ section }) => (section === 'yaml' ? settings : {})) });
    } else if (method !== undefined) {
      if (id !== undefined) this.#send({ id, result: null });
    } else if (id !== undefined) {
      const waiting = this.#waiting.get(id)!;
      this.#waiting.delete(id);
      if (error === undefined) waiting.resolve(result);
      else waiting.reject(new Error(error.message));
    }
  }

  #send(message: object): void {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#process.stdin.write(`Content-Length: ${String(Buffer.byteLength(text))}\r\n\r\n${text}`);
  }

  #take(): Message | null {
    const end = this.#buffer.indexOf('\r\n\r\n');
    if (end < 0) return null;
    const length = Number(/Content-Length: (\d+)/i.exec(this.#buffer.subarray(0, end).toString())![1]);
    if (this.#buffer.length < end + 4 + length) return null;
    const text = this.#buffer.subarray(end + 4, end + 4 + length).toString();
    this.#buffer = this.#buffer.subarray(end + 4 + length);
    return JSON.parse(text) as Message;
  }
}
