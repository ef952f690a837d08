import { Counter, Gauge, type Registry } from 'prom-client';

/**
 * The process, under Prometheus' own names. prom-client's default set would watch the event loop and the garbage
 * collector all the time, which a small board need not pay for.
 */
export function processMetrics(registers: Registry[]): void {
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Memory that the daemon holds',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time since start',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
  new Gauge({
    name: 'process_start_time_seconds',
    help: 'When the daemon started, seconds since 1970',
    registers,
    collect() {
      this.set(Date.now() / 1000 - process.uptime());
    },
  });
}
