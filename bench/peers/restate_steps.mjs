// Durable steps by Restate: a service whose handlers run steps in a row, or all at once.
import * as restate from "@restatedev/restate-sdk";

const service = restate.service({
  name: "bench",
  handlers: {
    chain: async (context, count) => {
      for (let number = 0; number < count; ++number) {
        await context.run(`step ${number}`, () => String(number));
      }
      return count;
    },
    loop: async (context, count) => {
      const steps = [];
      for (let number = 0; number < count; ++number) {
        steps.push(context.run(`step ${number}`, () => String(number)));
      }
      await restate.RestatePromise.all(steps);
      return count;
    },
  },
});

restate.serve({ services: [service], port: Number(process.argv[2]) });
