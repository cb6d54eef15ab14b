import botbuilder from "botbuilder";
import dialogs from "botbuilder-dialogs";

const { BotAdapter, ConversationState, MemoryStorage, TurnContext } = botbuilder;
const { DialogSet, DialogTurnStatus, NumberPrompt, WaterfallDialog } = dialogs;

/** The least an adapter can do: keeps what is sent. */
class CollectingAdapter extends BotAdapter {
  sent = [];
  sendActivities(_context, activities) {
    this.sent.push(...activities.map((activity) => activity.text));
    return Promise.resolve(activities.map((_, index) => ({ id: `${index}` })));
  }
  receive(activity, logic) {
    return this.runMiddleware(new TurnContext(this, activity), logic);
  }
}

/** Keeps botbuilder's state in our own table, in one transaction a message. */
export class TableStorage {
  #db;
  #get;
  #put;
  #delete;
  #etag = 0;
  constructor(db) {
    this.#db = db;
    this.#get = db.prepare("SELECT value FROM entries WHERE namespace = 'state' AND key = ?");
    this.#put = db.prepare(
      `INSERT INTO entries (namespace, key, value) VALUES ('state', ?, ?)
       ON CONFLICT (namespace, key) DO UPDATE SET value = excluded.value`,
    );
    this.#delete = db.prepare("DELETE FROM entries WHERE namespace = 'state' AND key = ?");
  }
  async read(keys) {
    const found = {};
    for (const key of keys) {
      const row = this.#get.get(key);
      if (row !== undefined) found[key] = JSON.parse(row.value);
    }
    return found;
  }
  async write(changes) {
    this.#db.exec("BEGIN IMMEDIATE");
    for (const [key, value] of Object.entries(changes))
      this.#put.run(key, JSON.stringify({ ...value, eTag: `${++this.#etag}` }));
    this.#db.exec("COMMIT");
  }
  async delete(keys) {
    for (const key of keys) this.#delete.run(key);
  }
}

/** An interview of `count` number prompts; answers one message of one talk, state saved after each. */
export function numberInterview(count, storage = new MemoryStorage()) {
  const state = new ConversationState(storage);
  const set = new DialogSet(state.createProperty("dialog"));
  set.add(new NumberPrompt("number"));
  const ask = (index) => async (step) => {
    if (index > 0) step.values[`figure${index - 1}`] = step.result;
    return await step.prompt("number", { prompt: `第${index + 1}个数是多少？`, retryPrompt: "请回一个数。" });
  };
  const end = async (step) => {
    step.values[`figure${count - 1}`] = step.result;
    return await step.endDialog({ ...step.values });
  };
  set.add(
    new WaterfallDialog("interview", [...Array.from({ length: count }, (_, index) => ask(index)), end]),
  );
  const adapter = new CollectingAdapter();

  return {
    /** The replies, and what the interview brought once it is over. */
    async answer({ talk, id, text }) {
      adapter.sent = [];
      let figures;
      const activity = {
        type: "message",
        id,
        text,
        channelId: "bench",
        locale: "en-us",
        from: { id: talk },
        recipient: { id: "bot" },
        conversation: { id: talk },
      };
      await adapter.receive(activity, async (context) => {
        const dialog = await set.createContext(context);
        const result = await dialog.continueDialog();
        if (result.status === DialogTurnStatus.empty) await dialog.beginDialog("interview");
        if (result.status === DialogTurnStatus.complete) figures = result.result;
        await state.saveChanges(context);
      });
      return { replies: adapter.sent, figures };
    },
  };
}
