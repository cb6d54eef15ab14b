FROM node:24-slim AS install
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts

FROM node:24-slim
# What installs and builds is not needed to run.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack \
      /usr/local/bin/yarn /usr/local/bin/yarnpkg /opt/yarn-* \
    && mkdir /data /out && chown node:node /data /out
ENV NODE_ENV=production NIANBAO_OPS_ADDRESS=0.0.0.0:8791
WORKDIR /app
COPY --from=install /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY src ./src
COPY prompts ./prompts
USER node
VOLUME ["/data", "/out"]
EXPOSE 8791
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["node", "src/operating/healthcheck.ts"]
# With a read-only file system, WeCom and Feishu, several of them: docs/operating.md and compose.yaml.
# The talk in a terminal: docker run -it -v nianbao-data:/data -v "$PWD/out":/out IMAGE node src/main.ts chat --data /data --out /out
CMD ["node", "--max-semi-space-size=8", "--max-old-space-size=192", "--v8-pool-size=0", "src/main.ts", "serve", "--data", "/data"]
