FROM node:24-slim AS install
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=install /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY src ./src
COPY prompts ./prompts
RUN mkdir /data /out && chown node:node /data /out
USER node
VOLUME ["/data", "/out"]
# WeCom, Feishu: docker run --env-file .env -e NIANBAO_ACCESS=/data/access.json -v nianbao-data:/data IMAGE
# The talk in a terminal: docker run -it -v nianbao-data:/data -v "$PWD/out":/out IMAGE node src/main.ts chat --data /data --out /out
CMD ["node", "--max-semi-space-size=8", "--max-old-space-size=192", "--v8-pool-size=0", "src/main.ts", "serve", "--data", "/data"]
