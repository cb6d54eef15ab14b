import { registerHooks } from "node:module";

/** Preloaded: the optional packages are not installed. */
registerHooks({
  resolve(specifier, context, next) {
    if (!/^wechaty/.test(specifier)) return next(specifier, context);
    throw Object.assign(new Error(`Cannot find package '${specifier}'`), { code: "ERR_MODULE_NOT_FOUND" });
  },
});
