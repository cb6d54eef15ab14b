import { Engine } from "../src/conversation/engine.ts";
import { readReport } from "../src/reading/read.ts";
import { plainText } from "../src/conversation/reply.ts";
import type { Store } from "../src/conversation/ports.ts";

/** A whole interview without 生成: the opening and 40 answers. */
export const answers: readonly string[] = [
  "青山区青山街道办事处，2025年",
  "没有制发规章",
  "没有废止规章",
  "没有现行有效的规章",
  "制发规范性文件3件",
  "废止规范性文件1件",
  "现行有效的规范性文件12件",
  "行政许可120件",
  "行政处罚15件",
  "没有行政强制",
  "没有行政事业性收费",
  "今年收到自然人申请8件",
  "商业企业申请2件",
  "科研机构没有",
  "公益组织没有",
  "法律服务机构1件",
  "其他没有",
  "上年结转没有",
  "予以公开，自然人5件",
  "予以公开，企业1件",
  "部分公开，自然人1件",
  "属于国家秘密的没有",
  "其他法律行政法规禁止公开的没有",
  "信息不存在，自然人1件",
  "没有现成信息需要另行制作的，企业1件",
  "补正后仍不明确的，法律服务机构1件",
  "信访举报投诉类自然人1件",
  "重复申请没有",
  "结转下年度没有",
  "行政复议维持1件",
  "没有直接起诉的",
  "没有复议后起诉的",
  "信息管理方面：公开前都经过审查。",
  "平台建设方面：门户网站改版一次。",
  "监督保障方面：开展培训两次。",
  "存在的问题：个别栏目更新不够及时。",
  "改进措施：每月检查一次栏目更新。",
  "没有收取信息处理费",
  "改 行政许可 为 121",
  "进度",
];
export const messages: readonly string[] = ["开始", ...answers];

const now = (): Date => new Date("2026-01-05T09:00:00+08:00");

/** Runs one interview in a talk of its own; throws when an answer is not read, so that nothing but work is measured. */
export async function interview(
  store: Store,
  name: string,
  engine = new Engine({ store, now, read: readReport }),
): Promise<void> {
  let last = "";
  for (const [index, text] of messages.entries()) {
    const message = {
      talk: name,
      unit: name,
      id: `${name} ${index}`,
      sender: { id: name, name: "张三" },
      text,
    };
    const replies = await engine.answer(message);
    last = replies.map((reply) => (reply.type === "file" ? "" : plainText(reply))).join("\n");
    if (/没有读懂|没有记/.test(last)) throw new Error(`not read: ${text}: ${last}`);
  }
  if (!last.includes("第3部分 收到和处理政府信息公开申请情况：已填好")) throw new Error(`not whole: ${last}`);
}
