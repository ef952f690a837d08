import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '../store/temporary-folder.js';

// Node has no datagram sockets of the Unix domain; every Debian has perl.
const RECEIVER = `$| = 1;
  my $socket = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Local => $ARGV[0]) or die "$!";
  print "bound\\n";
  while (defined $socket->recv(my $message, 4096)) { $message =~ s/\\n/ /g; print "$message\\n" }`;

/** A socket such as systemd's, which the environment names until the test ends. */
export class NotifySocket {
  /** Each message, its lines joined by blanks. */
  readonly messages: string[] = [];

  static async open(): Promise<NotifySocket> {
    const received = new NotifySocket();
    const path = join(temporaryFolder(), 'notify');
    const receiver = spawn('perl', ['-MIO::Socket::UNIX', '-e', RECEIVER, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: receiver.stdout });
    await once(lines, 'line');
    lines.on('line', (line) => received.messages.push(line));
    process.env.NOTIFY_SOCKET = path;
    onTestFinished(() => {
      delete process.env.NOTIFY_SOCKET;
      receiver.kill();
    });
    return received;
  }

  /** Takes out what has come, once it holds such a message: the one that was sent last. */
  async takeUntil(message: string): Promise<string[]> {
    await vi.waitUntil(() => this.messages.includes(message), { timeout: 5000, interval: 5 });
    return this.messages.splice(0);
  }
}
