import vue from "eslint-plugin-vue";
import tseslint from "typescript-eslint";

const BARE_ENTER =
  "Enter may only confirm a Chinese input method: use useEnter() instead of a key modifier.";

/** Bans `@keydown.enter` and `@keyup.enter` in templates. */
const bareEnter = (name) =>
  `VAttribute[directive=true][key.name.name='on'][key.argument.name='${name}'] > VDirectiveKey > VIdentifier[name='enter']`;

export default tseslint.config(
  { ignores: ["dist/**", "node_modules/**", "src/backend/generated.ts"] },
  ...tseslint.configs.recommended,
  ...vue.configs["flat/recommended"],
  {
    files: ["**/*.vue"],
    languageOptions: { parserOptions: { parser: tseslint.parser, extraFileExtensions: [".vue"] } },
  },
  {
    files: ["**/*.{ts,vue}"],
    rules: {
      "no-undef": "off",
      "max-lines": ["error", { max: 300 }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { group: ["@tauri-apps/*"], message: "Only src/backend knows the shell." },
            { group: ["vue-i18n"], message: "Use useText() from @/i18n: its keys are typed." },
          ],
        },
      ],
      "vue/no-restricted-syntax": [
        "error",
        { selector: bareEnter("keydown"), message: BARE_ENTER },
        { selector: bareEnter("keyup"), message: BARE_ENTER },
        { selector: bareEnter("keypress"), message: BARE_ENTER },
      ],
      "vue/no-v-html": "error",
      "vue/multi-word-component-names": "off",
      "vue/max-attributes-per-line": "off",
      "vue/singleline-html-element-content-newline": "off",
      "vue/multiline-html-element-content-newline": "off",
      "vue/html-self-closing": "off",
      "vue/html-indent": "off",
      "vue/html-closing-bracket-newline": "off",
      "vue/first-attribute-linebreak": "off",
      "vue/require-default-prop": "off",
      "vue/attributes-order": "off",
    },
  },
  { files: ["src/backend/**"], rules: { "no-restricted-imports": "off" } },
  { files: ["src/i18n/**"], rules: { "no-restricted-imports": "off" } },
);
