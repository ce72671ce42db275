// A kept connection that sends one request at a time. Node's own client takes more processor time for a request than Tom should.
import { once } from 'node:events';
import { connect } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');

/** One connection to a server that names the length of each answer. */
export class HttpConnection {
  #socket;
  #received = [];
  #size = 0;
  #wanted = Infinity;
  #head;
  #waiting;

  constructor(socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the server closed the connection')));
  }

  static async open(host, port) {
    const socket = connect(port, host);
    await once(socket, 'connect');
    return new HttpConnection(socket);
  }

  /** Sends the bytes of a request; resolves with status and body. */
  send(request) {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close() {
    this.#socket.destroy();
  }

  #take(chunk) {
    this.#received.push(chunk);
    this.#size += chunk.length;
    if (this.#head === undefined && !this.#readHead()) return;
    if (this.#size < this.#wanted) return;
    const text = this.#bytes().toString('utf8', this.#head.length);
    const { status } = this.#head;
    this.#received = [];
    [this.#size, this.#wanted, this.#head] = [0, Infinity, undefined];
    this.#waiting?.resolve({ status, text });
  }

  #readHead() {
    const bytes = this.#bytes();
    const end = bytes.indexOf(HEAD_END);
    if (end === -1) return false;
    const head = bytes.toString('latin1', 0, end);
    const [, length] = /^content-length: *(\d+)/im.exec(head) ?? [];
    if (length === undefined) this.#fail(new Error(`an answer without its length: ${head}`));
    this.#head = { length: end + HEAD_END.length, status: Number(head.slice(9, 12)) };
    this.#wanted = this.#head.length + Number(length);
    return true;
  }

  #bytes() {
    if (this.#received.length > 1) this.#received = [Buffer.concat(this.#received)];
    return this.#received[0];
  }

  #fail(error) {
    this.#waiting?.reject(error);
  }
}
