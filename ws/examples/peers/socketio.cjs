// socket.io's rooms behind the same measurement: fanout_server speaks engine.io to an address "socket.io/<host:port>".
//   NODE_PATH=… node ws/examples/peers/socketio.cjs 9102
const http = require('node:http');
const { Server } = require('socket.io');

const port = Number(process.argv[2] ?? 9102);
const server = http.createServer((request, response) => {
  const url = new URL(request.url, 'http://x');
  const from = Number(url.searchParams.get('n'));
  for (let n = from; n < from + Number(url.searchParams.get('count')); n += 1) {
    io.to('artwork').emit('stock', { topic: 'artwork:00000000-0000-0000-0000-000000000001', time: '2026-11-23T14:00:00.000Z', available: n, held: 12, sold: 3, total: 25, v: 1, pad: 'x'.repeat(20) });
  }
  response.setHeader('content-length', 0);
  response.end();
});
const io = new Server(server, { transports: ['websocket'], perMessageDeflate: false });
io.on('connection', (socket) => {
  socket.on('subscribe', (topics) => {
    for (const topic of topics) socket.join(topic.startsWith('artwork:') ? 'artwork' : topic);
    socket.emit('subscribed');
  });
});
server.listen(port, '127.0.0.1', 4096, () => console.log('pid', process.pid, 'port', port));
