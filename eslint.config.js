import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["node_modules", "bench/node_modules", "data", "out"] },
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/restrict-plus-operands": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unnecessary-condition": "off",
      "no-console": "error",
      eqeqeq: "error",
      "no-restricted-properties": [
        "error",
        { object: "Date", property: "now", message: "The clock is passed in at the rim." },
        { object: "Math", property: "random", message: "Chance is passed in at the rim." },
      ],
    },
  },
  {
    // The page runs in a browser as it stands.
    files: ["src/channels/web/page/*.js"],
    languageOptions: {
      globals: Object.fromEntries(
        `AbortController FormData ResizeObserver TextDecoderStream URL clearTimeout crypto document fetch
         location matchMedia sessionStorage setTimeout window`
          .split(/\s+/)
          .map((name) => [name, "readonly"]),
      ),
    },
    rules: {
      eqeqeq: "error",
      "no-console": "error",
      "no-undef": "error",
      "no-unused-vars": "error",
      "no-use-before-define": ["error", { functions: false, variables: false }],
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  { files: ["bench/**/*.ts"], rules: { "no-console": "off", "no-restricted-properties": "off" } },
);
