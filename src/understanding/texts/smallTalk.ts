/** Messages that are no answer: thanks, greetings, and requests to fill the report in for the person. */

const courtesy =
  /^(?:(?:好的?|好嘞|嗯+|行|可以|ok|收到|对|是的?|没事|哦+|哈+)?[,，、。.!！~～\s]*(?:谢谢|多谢|感谢|谢了|谢啦|辛苦|麻烦)(?:你|您|大家|老师|啦|了|哈|啊|呀)*|(?:你好|您好|早上好|上午好|中午好|下午好|晚上好|早|哈喽|嗨|hello|hi|喂|老师好)(?:啊|呀|哈)?|(?:你|您)?(?:还)?在(?:吗|么|不|不在|嘛|没)|在线吗|有人吗|不客气|再见|拜拜)(?:[,，。.!！~～?？\s]*(?:谢谢|辛苦|你|您|了|啦|啊|在吗))*[,，。.!！~～?？\s]*$/i;
const shirking =
  /^(?:(?:你|您|就|那|请|麻烦|直接|自己|先|这些?|数|数字|数据|内容|我(?:也)?不(?:知道|会|晓得|清楚)|不知道)*[,，\s]*)*(?:(?:随便|随意|胡乱|乱|瞎)(?:填|写|编|弄|搞|凑|整)|(?:自己|你)?(?:看着|看着来|估摸着)(?:填|写|编|弄|办|来)|(?:帮|替|给)(?:我|我们|忙)?(?:随便)?(?:编|凑|写|填|想|造)(?:几|一)?(?:个|点|条|段|句|下|些|份)|编(?:一|几)?(?:个|点|条|段)|你(?:来)?(?:定|决定|编|写|填))(?:几|一)?(?:个|点|条|些|段|下)?(?:数|数字|内容|问题|措施)?(?:得了|就行|就好|就可以|好了|吧|呗|啊|了|嘛)*[。.!！~～?？\s]*$/;

/** 谢谢 · 你好 · 在吗: neither an answer nor a misunderstanding. */
export const isCourtesy = (plain: string): boolean => plain.length <= 24 && courtesy.test(plain.trim());

/** 随便写点吧 · 你帮我编一个: what the report says is the person's to say. */
export const asksToInvent = (plain: string): boolean => plain.length <= 30 && shirking.test(plain.trim());
