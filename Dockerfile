# syntax=docker/dockerfile:1

# What is built, and what it needs at run time: neither the compiler nor the tests are in the image.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM node:22-bookworm-slim AS modules
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts

FROM node:22-bookworm-slim
# tini as PID 1 hands signals on before the program listens to them, and buries what it leaves behind.
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install --yes --no-install-recommends tini \
  && rm -rf /var/lib/apt/lists/* \
  && install --directory --owner=node --group=node /data
WORKDIR /app
COPY --from=modules /app/node_modules node_modules
COPY --from=build /app/package.json /app/oclif.manifest.json /app/LICENSE /app/README.md ./
COPY --from=build /app/bin/run.js bin/run.js
COPY --from=build /app/dist dist
COPY --from=build /app/schemas schemas
COPY --from=build /app/scenarios scenarios
COPY --from=build /app/templates templates
ENV NODE_ENV=production HOME=/tmp
# The user node.
USER 1000:1000
# The only place that is written, beside /tmp: mount a volume here, and the root may be read-only.
WORKDIR /data
VOLUME /data
ENTRYPOINT ["tini", "--", "node", "/app/bin/run.js"]
CMD ["--help"]
