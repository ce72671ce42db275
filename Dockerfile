# One image for controllers, workers and the lab; what a container is says its command.
# With a compiler: ssh2 builds its faster cryptography.
FROM node:26-trixie AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY nest-cli.json .swcrc tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npx nest build
RUN npm prune --omit=dev --no-audit --no-fund

FROM node:26-trixie-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# Templates of one's own: the one place that the API writes to.
RUN mkdir -p /app/templates/textfsm /app/templates/ttp /etc/tom && chown -R node:node /app/templates
USER node
# Settings files are looked for here, and relative paths start here.
WORKDIR /etc/tom
EXPOSE 8000
# A worker answers at its monitor_port alone.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.TOM_WORKER_MONITOR_PORT ?? process.env.TOM_PORT ?? 8000) + '/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node"]
CMD ["/app/dist/main.js"]
