// Durable steps by Restate: a service whose handlers run steps in a row.
import * as restate from "@restatedev/restate-sdk";

const now = () => performance.timeOrigin + performance.now();
const fired = [];

const service = restate.service({
  name: "bench",
  handlers: {
    chain: async (context, count) => {
      for (let number = 0; number < count; ++number) {
        await context.run(`step ${number}`, () => String(number));
      }
      return count;
    },
    // Milliseconds from each step's end to the next one's begin.
    gaps: async (context, count) => {
      const gaps = [];
      let ended = 0;
      for (let number = 0; number < count; ++number) {
        await context.run(`step ${number}`, () => {
          if (ended) gaps.push(now() - ended);
          ended = now();
        });
      }
      return gaps;
    },
    due: async (context, at) => { fired.push(now() - at); },
    fired: async () => fired,
  },
});

restate.serve({ services: [service], port: Number(process.argv[2]) });
