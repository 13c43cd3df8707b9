// Durable steps by Restate: a service whose handler runs steps in a row.
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
  },
});

restate.serve({ services: [service], port: Number(process.argv[2]) });
