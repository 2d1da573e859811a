import net from 'node:net';

export interface HttpAnswer {
  status: number;
  body: string;
}

/**
 * One HTTP/1.1 connection that is kept open, one exchange at a time.
 *
 * Written out instead of `fetch`, which costs as much as the server's own work per call: on a small machine the load
 * would then measure itself. It understands what our server sends: a Content-Length, or chunks.
 */
export class Connection {
  readonly #socket: net.Socket;
  readonly #host: string;
  #buffer: Buffer = Buffer.alloc(0);
  #waiting: { resolve: (answer: HttpAnswer) => void; reject: (error: Error) => void } | undefined;

  private constructor(socket: net.Socket, host: string) {
    this.#socket = socket;
    this.#host = host;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
      this.#tryAnswer();
    });
    const lost = (error?: Error) => this.#waiting?.reject(error ?? new Error('The server closed the connection.'));
    socket.on('error', lost).on('close', () => lost());
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = net.connect(port, '127.0.0.1');
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Connection(socket, `localhost:${port}`));
      });
    });
  }

  send(method: string, path: string, headers: string, body = ''): Promise<HttpAnswer> {
    const length =
      body === '' ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(`${method} ${path} HTTP/1.1\r\nhost: ${this.#host}\r\n${headers}${length}\r\n${body}`);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #tryAnswer(): void {
    const head = this.#buffer.indexOf('\r\n\r\n');
    if (head < 0 || !this.#waiting) return;
    const text = this.#buffer.toString('latin1', 0, head);
    const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
    const from = head + 4;
    const status = Number(text.slice(9, 12));
    const whole = status === 304 ? { body: '', end: from } : this.#whole(from, length);
    if (!whole) return;
    const { resolve } = this.#waiting;
    this.#waiting = undefined;
    this.#buffer = this.#buffer.subarray(whole.end);
    resolve({ status, body: whole.body });
  }

  #whole(from: number, length: string | undefined): { body: string; end: number } | undefined {
    if (length !== undefined) {
      const end = from + Number(length);
      return this.#buffer.length < end ? undefined : { body: this.#buffer.toString('utf8', from, end), end };
    }
    const parts: Buffer[] = [];
    for (let at = from; ; ) {
      const line = this.#buffer.indexOf('\r\n', at);
      if (line < 0) return undefined;
      const size = Number.parseInt(this.#buffer.toString('latin1', at, line), 16);
      const next = line + 2 + size + 2;
      if (this.#buffer.length < next) return undefined;
      if (size === 0) return { body: Buffer.concat(parts).toString('utf8'), end: next };
      parts.push(this.#buffer.subarray(line + 2, line + 2 + size));
      at = next;
    }
  }
}
