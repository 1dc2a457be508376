import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ContainerTimeoutError, Forwarder } from './forward.ts';

const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const message = (port: number, body = 'x') => ({ port, headers: {}, body: Buffer.from(body) });

describe('the forwarder', () => {
  it('uses a connection again', async () => {
    const connections = new Set<unknown>();
    const port = await serve((request, response) => {
      connections.add(request.socket);
      response.end();
    });
    const forwarder = new Forwarder(1000);
    for (let request = 0; request < 5; request++) await forwarder.send(message(port));
    expect(connections.size).toBe(1);
    forwarder.close();
  });

  it('sends a request again when the server closed the idle connection under it', async () => {
    let requests = 0;
    const port = await serve((request, response) => {
      requests++;
      if (requests === 2) return void request.socket.destroy();
      response.end('answered');
    });
    const forwarder = new Forwarder(1000);
    await forwarder.send(message(port));
    expect((await forwarder.send(message(port))).body.toString()).toBe('answered');
    forwarder.close();
  });

  it('gives up after its time', async () => {
    const port = await serve(() => {});
    const forwarder = new Forwarder(20);
    await expect(forwarder.send(message(port))).rejects.toBeInstanceOf(ContainerTimeoutError);
    forwarder.close();
  });

  it('returns a large answer whole', async () => {
    const port = await serve((request, response) => void request.pipe(response));
    const forwarder = new Forwarder(5000);
    const body = 'a'.repeat(1_000_000);
    expect((await forwarder.send(message(port, body))).body.toString()).toBe(body);
    forwarder.close();
  });
});
