import { ChannelError, type Setting, type Values } from "../channel.ts";

export const token: Setting = {
  name: "WECHATY_PUPPET_SERVICE_TOKEN",
  needed: true,
  secret: true,
  does: "微信类网关（wechaty）的令牌，形如 insecure_加一串字符；网关用自己的证书时，下划线前是证书的名字",
  form: {
    matches: /^[\x21-\x7e]+_[\x21-\x7e]+$/,
    not: "令牌里要有下划线，前面是证书的名字，一般是 insecure_。",
  },
};
export const endpoint: Setting = {
  name: "WECHATY_PUPPET_SERVICE_ENDPOINT",
  needed: true,
  does: "网关的地址，写成 主机:端口；不填就不启动，不会去厂商那里查",
  form: {
    matches: /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:]+\]):[1-9][0-9]{0,4}$/,
    not: "要写成 主机:端口，例如 127.0.0.1:18788，前面不带协议。",
  },
};
export const ca: Setting = {
  name: "WECHATY_CA_FILE",
  needed: false,
  does: "网关用自己的证书时，签发它的 CA 证书文件（PEM）",
};

export const invalid = (message: string, cause?: unknown): ChannelError =>
  new ChannelError(message, { where: "wechaty", code: "invalid", ...(cause === undefined ? {} : { cause }) });

/** The value of a setting. ChannelError invalid without one, or with one that cannot be right. */
export function valueOf(values: Values, { name, form }: Setting): string {
  const value = values[name];
  if (value === undefined) throw invalid(`还没有填 ${name}，微信网关不启动。`);
  if (form !== undefined && !form.matches.test(value)) throw invalid(`${name} 填得不对：${form.not}`);
  return value;
}

/** Said where the SDK is not installed: it is optional. */
export const missing =
  "没有装微信网关要用的程序包，请运行：npm install wechaty@1.20.2 wechaty-puppet-service@1.19.9";
