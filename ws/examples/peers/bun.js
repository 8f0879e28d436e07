// Bun's publish behind the protocol of the measurement: what fanout_server.rs is compared with.
//   bun ws/examples/peers/bun.js 9101
const port = Number(process.argv[2] ?? 9101);
let n = 0;

const server = Bun.serve({
  port,
  hostname: '127.0.0.1',
  fetch(request, server) {
    const url = new URL(request.url);
    if (url.pathname === '/ws') return server.upgrade(request) ? undefined : new Response('', { status: 400 });
    const from = Number(url.searchParams.get('n'));
    for (let n = from; n < from + Number(url.searchParams.get('count')); n += 1) server.publish('artwork', frame(n));
    return new Response('');
  },
  websocket: {
    open(socket) {
      socket.send('{"op":"hello","connection_id":"' + (n += 1) + '"}');
    },
    message(socket, text) {
      const frame = JSON.parse(text);
      if (frame.op === 'auth') socket.send('{"op":"authed"}');
      if (frame.op !== 'subscribe') return;
      for (const topic of frame.topics) socket.subscribe(topic.startsWith('artwork:') ? 'artwork' : topic);
      socket.send('{"op":"subscribed"}');
    },
  },
});

/** As long as a frame of ours: 213 bytes. */
function frame(n) {
  const data = { available: n, held: 12, sold: 3, total: 25, v: 1 };
  const text = JSON.stringify({ topic: 'artwork:00000000-0000-0000-0000-000000000001', type: 'stock', time: '2026-11-23T14:00:00.000Z', data });
  return text.slice(0, -1) + ',"pad":"' + 'x'.repeat(Math.max(0, 213 - text.length - 9)) + '"}';
}

console.log('pid', process.pid, 'port', server.port);
