/* What is used of it: a document and a schema in, what is wrong out. */
declare module 'xmllint-wasm' {
  interface XmlFile {
    readonly fileName: string
    readonly contents: string
  }
  export const validateXML: (options: {
    readonly xml: readonly XmlFile[]
    readonly schema: readonly XmlFile[]
  }) => Promise<{ readonly errors: readonly { readonly message: string }[] }>
}
